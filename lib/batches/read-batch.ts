import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { batchView } from "./batch-view";
import { type BatchDetail, REJECTIONS_TOLD, type Rejection } from "./contract";
import { BATCH_COLUMNS, type BatchRow, countMessages } from "./store";

/** One batch with its progress as it stands now, or null when there is none with this id. Primary key. */
export async function readBatch(id: string): Promise<BatchDetail | null> {
  const batch = await readBatchRow(id);
  if (!batch) return null;
  const { rejections, ...row } = batch;
  return { ...batchView(row, await countMessages(pool(), row), new Date()), rejections };
}

/** A batch as it is stored, with the first of the recipients that were left out. Primary key. */
export async function readBatchRow(id: string): Promise<(BatchRow & { rejections: Rejection[] }) | null> {
  if (!isId(id)) return null;
  const found = await pool().query<BatchRow & { rejections: Rejection[] }>(
    `SELECT ${BATCH_COLUMNS}, jsonb_path_query_array(b.rejected, '$[0 to ${REJECTIONS_TOLD - 1}]') AS rejections
     FROM batches b WHERE b.id = $1`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** The app of a batch, or null when there is none with this id. Primary key. */
export async function appOfBatch(id: string): Promise<string | null> {
  if (!isId(id)) return null;
  const found = await pool().query<{ app_id: string }>("SELECT app_id FROM batches WHERE id = $1", [id]);
  return found.rows[0]?.app_id ?? null;
}
