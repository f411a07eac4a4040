import type { Sql } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { jsonb } from "@/lib/platform/jsonb";
import { uuids } from "@/lib/platform/sql-arrays";
import { wake } from "@/lib/platform/wake";
import { type Campaign, callbackBody, callsBack, type StatusChange, type Strategy } from "./callback-payload";
import type { Change } from "./fold-events";
import { MESSAGE } from "./store";

/** The channel on which a committed callback wakes those that deliver. It carries nothing: they read. */
export const CALLBACK_CHANNEL = "tidings_callbacks";

/**
 * That a callback's status is `pending`, where its message is known. Said as `= 'pending'` PostgreSQL may think that it
 * does well to read the index of all pending ones beside the primary key, which it does not.
 */
export const NOT_ENDED = "NOT IN ('delivered', 'failed', 'held')";

/** What a callback tells of its message, besides what changed, and where it goes. */
type Content = StatusChange["message"] & {
  app_id: string;
  app_name: string;
  batch_id: string | null;
  url: string | null;
};

/**
 * The callbacks that status changes make. A message's own address comes before its app's default.
 * @returns them as they are to be written in the transaction of the events, in the order of the changes.
 */
export async function prepareCallbacks(sql: Sql, changes: readonly Change[]): Promise<NewCallback[]> {
  const calling = changes.filter((change) => {
    const strategy = strategyOf(change.state.callback_strategy ?? change.state.default_strategy);
    return strategy !== null && callsBack(strategy, change);
  });
  if (calling.length === 0) return [];
  const contents = await readContents(sql, [...new Set(calling.map(({ state }) => state.message_id))].sort());
  const campaigns = await readCampaigns(sql, [...contents.values()]);
  return calling.flatMap((change): NewCallback[] => {
    const { message_id } = change.state;
    const message = contents.get(message_id);
    if (!message?.url) return [];
    const { app_id, app_name, url } = message;
    const body = callbackBody({ ...change, message }, app_name, campaigns.get(message.batch_id ?? "") ?? null);
    return [{ message_id, sequence: change.sequence, id: newId(), app_id, url, body }];
  });
}

/** Primary keys. @param ids in their order. */
async function readContents(sql: Sql, ids: readonly string[]): Promise<Map<string, Content>> {
  const found = await sql.query<Content>({
    name: "read contents",
    text: `SELECT m.id, m."to", m."from", m.body, m.label, m.batch_id, s.country, a.id AS app_id, a.name AS app_name,
       coalesce(m.callback_url, a.default_callback_url) AS url
     FROM ${MESSAGE} JOIN apps a ON a.id = m.app_id
     WHERE m.id = ANY($1::uuid[]) AND m.id >= $2 AND m.id <= $3 AND s.message_id >= $2 AND s.message_id <= $3`,
    values: [uuids(ids), ids[0], ids.at(-1)],
  });
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** A callback to be delivered. In the order of `sequence` for each `message_id`, which may also be a campaign's id. */
export interface NewCallback {
  message_id: string;
  sequence: number;
  id: string;
  app_id: string;
  url: string;
  body: string;
}

/**
 * Writes callbacks, within the transaction of what they tell. What goes to an address that is paused is held; the
 * address is locked meanwhile, so that it is not let go without them. One that has an earlier one of its message before
 * it gets no time: whoever ends that one gives it to the next. The earlier one is locked meanwhile, so that it ends
 * either before this, and is seen, or after, and sees this. Primary keys.
 */
export async function writeCallbacks(sql: Sql, rows: readonly NewCallback[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query({
    name: "write callbacks",
    text: `WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS g(message_id uuid, sequence int, id uuid, app_id uuid, url text, body text)
     ), failing AS MATERIALIZED (
       SELECT e.app_id, e.url, e.paused_at FROM callback_endpoints e
       WHERE (e.app_id, e.url) IN (SELECT app_id, url FROM given) ORDER BY e.app_id, e.url FOR KEY SHARE
     ), placed AS MATERIALIZED (
       SELECT g.*, f.app_id IS NOT NULL AS failing, f.paused_at IS NOT NULL AS held,
         row_number() OVER (PARTITION BY g.message_id, f.paused_at IS NOT NULL ORDER BY g.sequence) = 1 AS first
       FROM given g LEFT JOIN failing f ON f.app_id = g.app_id AND f.url = g.url
     ), waiting AS MATERIALIZED (
       SELECT o.message_id FROM (SELECT message_id, sequence FROM placed WHERE first AND NOT held ORDER BY message_id OFFSET 0) o
       CROSS JOIN LATERAL (
         SELECT p.sequence FROM callbacks p
         WHERE p.message_id = o.message_id AND p.sequence < o.sequence AND p.status ${NOT_ENDED}
         ORDER BY p.sequence DESC LIMIT 1 FOR SHARE) p
     )
     INSERT INTO callbacks (message_id, sequence, id, app_id, url, body, failing, status, next_attempt_at)
       SELECT p.message_id, p.sequence, p.id, p.app_id, p.url, p.body, p.failing,
         CASE WHEN p.held THEN 'held' ELSE 'pending' END,
         CASE WHEN NOT p.held AND p.first AND w.message_id IS NULL THEN now() END
       FROM placed p LEFT JOIN waiting w ON w.message_id = p.message_id`,
    values: [jsonb(rows)],
  });
  wake(sql, CALLBACK_CHANNEL);
}

/** The campaigns that some messages belong to, by id. Primary key. */
async function readCampaigns(sql: Sql, messages: readonly Content[]): Promise<Map<string, Campaign>> {
  const ids = [...new Set(messages.flatMap(({ batch_id }) => batch_id ?? []))];
  if (ids.length === 0) return new Map();
  const found = await sql.query<Campaign>(
    "SELECT id, name FROM batches WHERE id = ANY($1::uuid[]) AND kind = 'campaign'",
    [ids],
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}

function strategyOf(stored: string | null): Strategy | null {
  if (stored === null) return null;
  return stored === "OnCompletion" ? "OnCompletion" : "OnChange";
}
