import { pool } from "@/lib/platform/database";
import { batchView } from "./batch-view";
import type { BatchPage, ListBatches, Progress } from "./contract";
import { BATCH_COLUMNS, type BatchRow } from "./store";

/**
 * Batches, newest first: a keyset read on the id, which is ordered by time. Primary key; index batches_app with an app.
 * Those under way are counted (index message_states_batch), those that ended were.
 */
export async function listBatches(filters: ListBatches): Promise<BatchPage> {
  const values: unknown[] = [];
  const bound = (value: unknown) => `$${values.push(value)}`;
  const where: string[] = [];
  if (filters.appId) where.push(`app_id = ${bound(filters.appId)}`);
  if (filters.cursor) where.push(`id < ${bound(filters.cursor)}`);
  const found = await pool().query<BatchRow & { live: Progress | null }>(
    `WITH page AS (
       SELECT * FROM batches ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
       ORDER BY id DESC LIMIT ${bound(filters.limit + 1)}
     )
     SELECT ${BATCH_COLUMNS}, CASE WHEN b.counts IS NULL THEN (
       SELECT jsonb_object_agg(status, count) FROM (
         SELECT status, count(*) FROM message_states s
         WHERE s.batch_id = b.id AND s.message_id >= uuid_v7_floor(b.created_at - interval '1 day') GROUP BY status) c
     ) END AS live
     FROM page b ORDER BY b.id DESC`,
    values,
  );
  const now = new Date();
  const page = found.rows.slice(0, filters.limit);
  return {
    data: page.map((row) => batchView(row, row.counts ?? row.live ?? {}, now)),
    nextCursor: found.rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}
