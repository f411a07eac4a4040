import type { Sql } from "@/lib/platform/database";

const MONTHS_AHEAD = 3;

/** Makes the partitions of this month and the next ones where they are missing. @returns how many were made. */
export async function ensurePartitions(sql: Sql): Promise<number> {
  const made = await sql.query<{ made: number }>("SELECT ensure_message_partitions(now(), $1) AS made", [MONTHS_AHEAD]);
  return made.rows[0]?.made ?? 0;
}
