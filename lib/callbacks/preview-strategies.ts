import type { App } from "@/lib/apps/contract";
import { pool } from "@/lib/platform/database";
import type { Preview } from "./contract";
import { testBody } from "./test-callback";

const DAYS = 7;
/** More than this need not be counted to choose between two strategies. */
const NEWEST = 20_000;

/**
 * How many callbacks each strategy would have made for an app's messages of the last 7 days, counted from their events,
 * and a sample of what is posted. Index messages_app; primary key of events.
 */
export async function previewStrategies(app: App): Promise<Preview> {
  const counted = await pool().query<{ messages: string; on_change: string; on_completion: string }>(
    `WITH newest AS (
       SELECT id FROM messages WHERE app_id = $1 AND id >= uuid_v7_floor(now() - interval '${DAYS} days')
       ORDER BY id DESC LIMIT ${NEWEST}
     ), steps AS (
       SELECT e.message_status AS status, e.message_final AS final,
         lag(e.message_status) OVER (PARTITION BY e.message_id ORDER BY e.sequence) AS before
       FROM message_events e JOIN newest n ON n.id = e.message_id
       WHERE e.message_id >= uuid_v7_floor(now() - interval '${DAYS} days')
     )
     SELECT (SELECT count(*) FROM newest) AS messages,
       count(*) FILTER (WHERE before <> status) AS on_change,
       count(*) FILTER (WHERE before <> status AND final) AS on_completion
     FROM steps`,
    [app.id],
  );
  const row = counted.rows[0];
  const messages = Number(row?.messages);
  return {
    days: DAYS,
    messages,
    sampled: messages === NEWEST,
    onChange: Number(row?.on_change),
    onCompletion: Number(row?.on_completion),
    sample: testBody(app.name, new Date()),
  };
}
