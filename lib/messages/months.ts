import { timeOfId } from "@/lib/platform/ids";

/** SQLSTATE undefined_table. */
const UNDEFINED_TABLE = "42P01";

/**
 * What a month's partitions have in their names after their table's, `_y2026m11` (UTC, by the time inside the ids), where
 * all of some ids are of one month; else nothing, which names the table of all months. A statement for one month's own
 * tables need not look at those of all others, of which each would be locked. The names are those that
 * `ensure_message_partitions` gives (prisma/migrations). Pure.
 * @param sorted ids in their order
 */
export function monthOf(sorted: readonly string[]): string {
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return "";
  const month = nameOf(first);
  return month === nameOf(last) ? month : "";
}

/** The month that was asked for last, which nearly all ids of a day are of. */
let known = { from: 0, until: 0, name: "" };

function nameOf(id: string): string {
  const at = timeOfId(id);
  if (!(at >= known.from && at < known.until)) {
    const day = new Date(at);
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
    const name = `_y${day.toISOString().slice(0, 7).replace("-", "m")}`;
    known = { from: Date.UTC(year, month), until: Date.UTC(year, month + 1), name };
  }
  return known.name;
}

/** Whether a statement failed since a month that it names has no partitions: none yet, or none any more. */
export function lacksMonth(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === UNDEFINED_TABLE;
}
