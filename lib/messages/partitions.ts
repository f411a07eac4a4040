import { pool, type Sql } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";

const MONTHS_AHEAD = 3;
/** SQLSTATE check_violation: PostgreSQL has no code of its own for a row that no partition takes, only words. */
const CHECK_VIOLATION = "23514";

/**
 * Makes the partitions of this month and the next ones where they are missing. Workers do so every hour, and web
 * processes too, so that messages can be accepted however long there is no worker.
 * @returns how many were made.
 */
export async function ensurePartitions(sql: Sql): Promise<number> {
  const made = await sql.query<{ made: number }>("SELECT ensure_message_partitions(now(), $1) AS made", [MONTHS_AHEAD]);
  return made.rows[0]?.made ?? 0;
}

/**
 * Does work that stores messages. Where their month has no partition, since this machine slept for longer than there
 * were months ahead, it is made, and the work is done again.
 * @param work has to do all or nothing.
 */
export async function withPartitions<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!lacksPartition(error)) throw error;
    log().warn({ partitions: await ensurePartitions(pool()) }, "this month had no partitions");
    return work();
  }
}

/** The words are those of a PostgreSQL that speaks English; the table's own checks have a constraint, this has none. */
function lacksPartition(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === CHECK_VIOLATION &&
    !("constraint" in error && error.constraint !== undefined)
  );
}
