import type { Sql } from "@/lib/platform/database";
import type { MessageStatus } from "./contract";
import { STATUSES } from "./status";

/** The SQL of months that are older than what is kept. */

export interface ExpiredMonth {
  /** As the partitions' names end: `y2026m03`. */
  month: string;
  from_id: string;
  until_id: string;
}

/** What of a month can still change. */
export interface StillOpen {
  messages: boolean;
  callbacks: boolean;
  batches: boolean;
}

/** SQLSTATEs lock_not_available and query_canceled. */
const TOO_LATE = new Set(["55P03", "57014"]);
const OPEN_STATUSES = (Object.keys(STATUSES) as MessageStatus[]).filter((status) => !STATUSES[status].final);

/** @param around the moment, for tests; now when it is left out. */
export async function readExpiredMonths(sql: Sql, keepMonths: number, around?: Date): Promise<ExpiredMonth[]> {
  const found = await sql.query<ExpiredMonth>(
    "SELECT * FROM expired_message_months(coalesce($1::timestamptz, now()), $2)",
    [around ?? null, keepMonths],
  );
  return found.rows;
}

/** Takes the place of the one process that drops months, until the transaction ends. @returns whether it was free. */
export async function takeRetention(sql: Sql): Promise<boolean> {
  const taken = await sql.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('tidings:retention', 0)) AS mine",
  );
  return taken.rows[0]?.mine === true;
}

/**
 * What of a month is still open: its messages, callbacks that wait (those that are held too), and batches that were
 * begun in it or have messages in it and have not ended. Indexes message_states_app_status, callbacks_lane, callbacks_held,
 * batches_unfinished and messages_batch, so that it may be asked while everybody waits.
 */
export async function readStillOpen(sql: Sql, month: ExpiredMonth): Promise<StillOpen> {
  const found = await sql.query<StillOpen>(
    `SELECT
       EXISTS (SELECT FROM apps a JOIN message_states s ON s.app_id = a.id AND s.status = ANY ($3)
         WHERE s.message_id >= $1 AND s.message_id < $2) AS messages,
       EXISTS (SELECT FROM callbacks WHERE message_id >= $1 AND message_id < $2 AND status = 'pending')
         OR EXISTS (SELECT FROM callbacks WHERE message_id >= $1 AND message_id < $2 AND status = 'held') AS callbacks,
       EXISTS (SELECT FROM batches b WHERE b.finished_at IS NULL AND (b.id >= $1 AND b.id < $2
         OR EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.id >= $1 AND m.id < $2))) AS batches`,
    [month.from_id, month.until_id, OPEN_STATUSES],
  );
  return found.rows[0] ?? { messages: true, callbacks: true, batches: true };
}

/** Notes in each batch that has messages in a month that they are gone. Index messages_batch. */
export async function noteGone(sql: Sql, month: ExpiredMonth): Promise<void> {
  await sql.query(
    `UPDATE batches b SET messages_gone_at = now()
     WHERE b.messages_gone_at IS NULL AND b.finished_at IS NOT NULL AND b.id < $2
       AND EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.id >= $1 AND m.id < $2)`,
    [month.from_id, month.until_id],
  );
}

/**
 * Locks the tables against everybody, within the caller's transaction, if that is possible at once: whoever comes
 * after waits as long as this does. @returns whether they are locked.
 */
export async function lockTables(sql: Sql, waitMs: number): Promise<boolean> {
  const tables = await sql.query<{ names: string }>(
    "SELECT string_agg('ONLY ' || quote_ident(t), ', ') AS names FROM message_tables() t",
  );
  return inTime(sql, waitMs, () => sql.query(`LOCK TABLE ${tables.rows[0]?.names} IN ACCESS EXCLUSIVE MODE`));
}

/** Drops a month whose tables are locked. @returns how many partitions went, or null when it took too long. */
export async function dropMonth(sql: Sql, { month }: ExpiredMonth, waitMs: number): Promise<number | null> {
  let dropped = 0;
  const done = await inTime(sql, waitMs, async () => {
    const gone = await sql.query<{ dropped: number }>("SELECT drop_message_month($1) AS dropped", [month]);
    dropped = gone.rows[0]?.dropped ?? 0;
  });
  return done ? dropped : null;
}

/** Does something within a transaction that may wait for locks only so long; too late, it is as if it was not begun. */
async function inTime(sql: Sql, waitMs: number, work: () => Promise<unknown>): Promise<boolean> {
  await sql.query(
    `SAVEPOINT in_time; SET LOCAL lock_timeout = ${waitMs}; SET LOCAL statement_timeout = ${10 * waitMs}`,
  );
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && TOO_LATE.has(String(error.code)))) throw error;
    await sql.query("ROLLBACK TO SAVEPOINT in_time");
    return false;
  }
  await sql.query("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0");
  return true;
}
