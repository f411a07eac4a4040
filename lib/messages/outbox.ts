import type { Sql } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { jsonb } from "@/lib/platform/jsonb";
import { type Campaign, callbackBody, callsBack, type StatusChange, type Strategy } from "./callback-payload";
import type { MessageRow } from "./store";

/** The channel on which a committed callback wakes those that deliver. It carries nothing: they read. */
export const CALLBACK_CHANNEL = "tidings_callbacks";

export type Change = StatusChange & {
  message: Pick<MessageRow, "app_id" | "batch_id" | "callback_url" | "callback_strategy">;
};

interface AppDefaults {
  id: string;
  name: string;
  url: string | null;
  strategy: Strategy | null;
}

/**
 * Writes the callbacks of status changes, within the transaction of the events that made them. A message's own address
 * comes before its app's default. What goes to an address that is paused is held.
 */
export async function writeOutbox(sql: Sql, changes: readonly Change[]): Promise<void> {
  const moved = changes.filter(({ previousStatus, now }) => previousStatus !== now.status);
  if (moved.length === 0) return;
  // Primary key of apps.
  const { rows: apps } = await sql.query<AppDefaults>(
    `SELECT id, name, default_callback_url AS url, default_callback_strategy AS strategy FROM apps
     WHERE id = ANY($1::uuid[])`,
    [[...new Set(moved.map(({ message }) => message.app_id))]],
  );
  const campaigns = await readCampaigns(sql, moved);
  const rows = moved.flatMap((change): NewCallback[] => {
    const { message, sequence } = change;
    const app = apps.find(({ id }) => id === message.app_id);
    const url = message.callback_url ?? app?.url;
    const strategy = message.callback_url === null ? app?.strategy : strategyOf(message.callback_strategy);
    if (!app || !url || !strategy || !callsBack(strategy, change)) return [];
    const body = callbackBody(change, app.name, campaigns.get(message.batch_id ?? "") ?? null);
    return [{ message_id: message.id, sequence, id: newId(), app_id: app.id, url, body }];
  });
  await writeCallbacks(sql, rows);
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

/** Writes callbacks, within the transaction of what they tell. What goes to an address that is paused is held. */
export async function writeCallbacks(sql: Sql, rows: readonly NewCallback[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `WITH written AS (
       INSERT INTO callbacks (message_id, sequence, id, app_id, url, body, status, next_attempt_at)
       SELECT c.message_id, c.sequence, c.id, c.app_id, c.url, c.body,
         CASE WHEN e.paused_at IS NULL THEN 'pending' ELSE 'held' END,
         CASE WHEN e.paused_at IS NULL THEN now() END
       FROM jsonb_to_recordset($1::jsonb)
         AS c(message_id uuid, sequence int, id uuid, app_id uuid, url text, body text)
       LEFT JOIN callback_endpoints e ON e.app_id = c.app_id AND e.url = c.url
       ORDER BY c.message_id, c.sequence
     )
     SELECT pg_notify('${CALLBACK_CHANNEL}', '')`,
    [jsonb(rows)],
  );
}

/** The campaigns that some messages belong to, by id. Primary key. */
async function readCampaigns(sql: Sql, changes: readonly Change[]): Promise<Map<string, Campaign>> {
  const ids = [...new Set(changes.flatMap(({ message }) => message.batch_id ?? []))];
  if (ids.length === 0) return new Map();
  const found = await sql.query<Campaign>(
    "SELECT id, name FROM batches WHERE id = ANY($1::uuid[]) AND kind = 'campaign'",
    [ids],
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}

function strategyOf(stored: string | null): Strategy {
  return stored === "OnCompletion" ? "OnCompletion" : "OnChange";
}
