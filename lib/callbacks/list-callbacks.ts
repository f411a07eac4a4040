import { type CallbackRow, withAttempts } from "@/lib/messages/read-callbacks";
import { pool } from "@/lib/platform/database";
import type { Callback, CallbackPage, ListCallbacks } from "./contract";

/**
 * Callbacks, newest first: a keyset read on the id, which is ordered by time. Index callbacks_app with an app, the
 * primary key with a message, which is found by our id and by Routee's, since callbacks name that one
 * (messages_tracking).
 */
export async function listCallbacks(filters: ListCallbacks): Promise<CallbackPage> {
  const values: unknown[] = [];
  const bound = (value: unknown) => `$${values.push(value)}`;
  const where: string[] = [];
  if (filters.appId) where.push(`app_id = ${bound(filters.appId)}`);
  if (filters.messageId) {
    const id = bound(filters.messageId.toLowerCase());
    where.push(
      `message_id IN (SELECT ${id}::uuid UNION ALL SELECT m.id FROM messages m WHERE m.tracking_id = ${id}::text)`,
    );
  }
  if (filters.status) where.push(`status = ${bound(filters.status)}`);
  if (filters.httpStatus) where.push(`last_http_status = ${bound(filters.httpStatus)}`);
  if (filters.from) where.push(`id >= uuid_v7_floor(${bound(filters.from)}::timestamptz)`);
  if (filters.until) where.push(`id < uuid_v7_floor(${bound(filters.until)}::timestamptz)`);
  if (filters.cursor) where.push(`id < ${bound(filters.cursor)}`);
  const found = await pool().query<CallbackRow>(
    `SELECT * FROM callbacks ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
     ORDER BY id DESC LIMIT ${bound(filters.limit + 1)}`,
    values,
  );
  const page = found.rows.slice(0, filters.limit);
  return {
    data: await callbackViews(page),
    nextCursor: found.rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Rows in the shape that leaves the server. */
export async function callbackViews(rows: readonly CallbackRow[]): Promise<Callback[]> {
  const views = await withAttempts(pool(), rows);
  const batches = await batchesAmong(rows.map(({ message_id }) => message_id));
  return views.flatMap((view, index) => {
    const row = rows[index];
    if (!row) return [];
    const { message_id: messageId, app_id: appId } = row;
    return [{ ...view, messageId, batchId: batches.has(messageId) ? messageId : null, appId }];
  });
}

/** Which of some ids are batches'. Primary key. */
async function batchesAmong(ids: readonly string[]): Promise<Set<string>> {
  const found = await pool().query<{ id: string }>("SELECT id FROM batches WHERE id = ANY($1::uuid[])", [ids]);
  return new Set(found.rows.map(({ id }) => id));
}
