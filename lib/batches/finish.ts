import { STATUSES } from "@/lib/messages/status";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import { campaignStatuses, hasShifted, nextLookMs } from "./campaign-progress";
import { progressOf } from "./progress";
import { BATCH_COLUMNS, type BatchRow, countMessages } from "./store";
import { writeProgress } from "./write-progress";

/** So many are looked at in one go. */
const AT_ONCE = 50;

/** Lets scheduled batches begin whose time has come. Index batches_unfinished. @returns how many. */
export async function beginDue(): Promise<number> {
  const begun = await pool().query(
    "UPDATE batches SET state = 'running' WHERE finished_at IS NULL AND state = 'scheduled' AND scheduled_at <= now()",
  );
  return begun.rowCount ?? 0;
}

/** The statuses that are not final, as SQL. */
const OPEN = Object.entries(STATUSES)
  .filter(([, { final }]) => !final)
  .map(([status]) => `'${status}'`)
  .join(", ");

/** What of a batch can still change. Primary key of recipients, index message_states_batch. */
const UNDER_WAY = `(EXISTS (SELECT FROM batch_recipients r WHERE r.batch_id = b.id)
  OR EXISTS (SELECT FROM message_states s WHERE s.batch_id = b.id AND s.status IN (${OPEN})))`;

/**
 * Finishes batches of which nothing waits and every message has ended; a cancelled one stays cancelled. A campaign's
 * end is told. Index batches_unfinished. @returns how many.
 */
export async function finishDue(): Promise<number> {
  const found = await pool().query<{ id: string }>(
    `SELECT b.id FROM batches b WHERE b.finished_at IS NULL AND b.state <> 'scheduled' AND NOT ${UNDER_WAY}
     LIMIT ${AT_ONCE}`,
  );
  for (const { id } of found.rows)
    await transaction(async (sql) => {
      const batch = await lockUnfinished(sql, id, `NOT ${UNDER_WAY}`);
      if (!batch) return;
      const state = batch.state === "cancelled" ? batch.state : "finished";
      const progress = progressOf({ ...stand(batch), state }, await countMessages(sql, batch), new Date());
      await sql.query("UPDATE batches SET state = $2, finished_at = now(), counts = $3 WHERE id = $1", [
        id,
        state,
        jsonb(progress),
      ]);
      await writeProgress(sql, { ...batch, state }, progress);
    });
  return found.rows.length;
}

/**
 * Tells the progress of campaigns whose messages' statuses have shifted by a fifth since it was last told. Index
 * batches_unfinished. @returns how many were looked at.
 */
export async function tellProgress(): Promise<number> {
  const found = await pool().query<{ id: string }>(
    `SELECT b.id FROM batches b WHERE b.finished_at IS NULL AND b.state <> 'scheduled'
       AND b.progress_strategy = 'OnChange' AND b.look_at <= now() ORDER BY b.look_at LIMIT ${AT_ONCE}`,
  );
  for (const { id } of found.rows)
    await transaction(async (sql) => {
      const batch = await lockUnfinished(sql, id, "b.look_at <= now()");
      if (!batch) return;
      const now = new Date();
      const progress = progressOf(stand(batch), await countMessages(sql, batch), now);
      // The end is told when the batch is finished, once.
      const shifted = hasShifted(batch.told, campaignStatuses(progress));
      const begin = batch.scheduled_at ?? batch.created_at;
      await sql.query("UPDATE batches SET look_at = now() + $2 * interval '1 millisecond' WHERE id = $1", [
        id,
        nextLookMs(now.getTime() - begin.getTime()),
      ]);
      if (shifted && (await isUnderWay(sql, id))) await writeProgress(sql, batch, progress);
    });
  return found.rows.length;
}

async function isUnderWay(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.query(`SELECT FROM batches b WHERE b.id = $1 AND ${UNDER_WAY}`, [id]);
  return found.rowCount === 1;
}

async function lockUnfinished(sql: Sql, id: string, condition: string): Promise<BatchRow | null> {
  const found = await sql.query<BatchRow>(
    `SELECT ${BATCH_COLUMNS} FROM batches b WHERE b.id = $1 AND b.finished_at IS NULL AND ${condition}
     FOR NO KEY UPDATE OF b SKIP LOCKED`,
    [id],
  );
  return found.rows[0] ?? null;
}

const stand = ({ state, accepted, scheduled_at }: BatchRow) => ({ state, accepted, scheduledAt: scheduled_at });
