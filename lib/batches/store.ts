import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import { wake } from "@/lib/platform/wake";
import type { BatchState, Progress, Rejection } from "./contract";

/** The SQL of batches. Every statement names the index that it relies on. */

/** The channel on which a committed batch wakes those that release. It carries nothing: they read. */
export const BATCH_CHANNEL = "tidings_batches";

export interface BatchRow {
  id: string;
  app_id: string;
  name: string | null;
  kind: "batch" | "campaign";
  state: BatchState;
  account_id: string | null;
  key_id: string | null;
  body: string;
  from: string;
  label: string | null;
  flash: boolean;
  ttl: number | null;
  transcode: boolean | null;
  callback_url: string | null;
  callback_strategy: string | null;
  progress_url: string | null;
  progress_strategy: string | null;
  accepted: number;
  rejected_count: number;
  asked: unknown;
  fallback: Record<string, string>;
  counts: Progress | null;
  told: Record<string, number> | null;
  reports: number;
  look_at: Date | null;
  scheduled_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
  messages_gone_at: Date | null;
}

/** All of a batch but the recipients that were left out, who can be many. */
export const BATCH_COLUMNS = `b.id, b.app_id, b.name, b.kind, b.state, b.account_id, b.key_id, b.body, b."from", b.label,
  b.flash, b.ttl, b.transcode, b.callback_url, b.callback_strategy, b.progress_url, b.progress_strategy, b.accepted,
  b.rejected_count, b.asked, b.fallback, b.counts, b.told, b.reports, b.look_at, b.scheduled_at, b.created_at,
  b.finished_at, b.messages_gone_at`;

/** What a batch is stored with. */
export type NewBatchRow = Omit<
  BatchRow,
  "counts" | "told" | "reports" | "look_at" | "scheduled_at" | "created_at" | "finished_at" | "messages_gone_at"
> & { rejected: readonly Rejection[]; scheduled_at: string | null; created_at: string };

const WRITTEN = `id, app_id, name, kind, state, account_id, key_id, body, "from", label, flash, ttl, transcode,
  callback_url, callback_strategy, progress_url, progress_strategy, accepted, rejected, rejected_count, asked, fallback,
  scheduled_at, created_at`;

/** Stores a batch without its recipients. */
export async function insertBatch(sql: Sql, { rejected, ...row }: NewBatchRow): Promise<void> {
  await sql.query(
    `INSERT INTO batches (${WRITTEN}, look_at)
     SELECT ${WRITTEN.replace("rejected, rejected_count", "$2::jsonb, rejected_count")}, now()
     FROM jsonb_populate_record(NULL::batches, $1::jsonb)`,
    [jsonb(row), jsonb(rejected)],
  );
}

/** Stores recipients, given by column: for some thousand at once the cheapest form. */
export async function insertRecipients(
  sql: Sql,
  batchId: string,
  columns: { rows: readonly number[]; to: readonly string[]; variables: readonly (string | null)[] | null },
): Promise<void> {
  if (columns.variables === null)
    await sql.query(
      `INSERT INTO batch_recipients (batch_id, row, "to") SELECT $1, * FROM unnest($2::int[], $3::text[])`,
      [batchId, columns.rows, columns.to],
    );
  else
    await sql.query(
      `INSERT INTO batch_recipients (batch_id, row, "to", variables)
       SELECT $1, * FROM unnest($2::int[], $3::text[], $4::jsonb[])`,
      [batchId, columns.rows, columns.to, columns.variables],
    );
}

/** Wakes those that release, at commit. */
export function notifyReleasers(sql: Sql): void {
  wake(sql, BATCH_CHANNEL);
}

/** Locks a batch, so that nothing of it is released and nobody else changes it meanwhile. Primary key. */
export async function lockBatch(sql: Sql, id: string): Promise<BatchRow | null> {
  const found = await sql.query<BatchRow>(
    `SELECT ${BATCH_COLUMNS} FROM batches b WHERE b.id = $1 FOR NO KEY UPDATE OF b`,
    [id],
  );
  return found.rows[0] ?? null;
}

/**
 * A batch's messages by status; of one whose messages are gone, as it was when it ended. Index message_states_batch, of
 * which only this is read; no message is made long before its
 * batch, so that earlier months' partitions are left out.
 */
export async function countMessages(
  sql: Sql,
  { id, created_at, counts, messages_gone_at }: Pick<BatchRow, "id" | "created_at" | "counts" | "messages_gone_at">,
): Promise<Progress> {
  if (messages_gone_at !== null && counts !== null) return counts;
  const counted = await sql.query<{ status: string; count: number }>(
    `SELECT status, count(*)::int AS count FROM message_states
     WHERE batch_id = $1 AND message_id >= uuid_v7_floor($2::timestamptz - interval '1 day') GROUP BY status`,
    [id, created_at],
  );
  return Object.fromEntries(counted.rows.map(({ status, count }) => [status, count]));
}
