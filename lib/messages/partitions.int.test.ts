import { expect, test } from "vitest";
import { pool } from "@/lib/platform/database";
import { newId, timeOfId } from "@/lib/platform/ids";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { ensurePartitions } from "./partitions";

onTestDatabase();

const ensure = async (around: string, ahead: number) => {
  const made = await pool().query<{ made: number }>("SELECT ensure_message_partitions($1, $2) AS made", [
    around,
    ahead,
  ]);
  return made.rows[0]?.made;
};

test("the months around now are there already, and asking again makes none", async () => {
  expect(await ensurePartitions(pool())).toBe(0);
});

test("months ahead are made once, also across a year's end and by several at once", async () => {
  // October 2030 to January 2031 for five tables.
  const made = await Promise.all([1, 2, 3].map(() => ensure("2030-11-30T23:59:59.999Z", 2)));
  expect(made.reduce((sum, one) => (sum ?? 0) + (one ?? 0), 0)).toBe(20);
});

test("a state a millisecond before a month's end and one at it stand in different partitions", async () => {
  await ensure("2031-06-15T00:00:00Z", 1);
  const last = Date.parse("2031-06-30T23:59:59.999Z");
  for (const [time, month] of [
    [last, "message_states_y2031m06"],
    [last + 1, "message_states_y2031m07"],
  ] as const) {
    const id = `${time
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})/, "$1-")}-7fff-bfff-ffffffffffff`;
    expect(timeOfId(id)).toBe(time);
    const stored = await pool().query<{ partition: string }>(
      `INSERT INTO message_states (message_id, app_id, status, sequence, fold, segment_count)
       VALUES ($1, $1, 'Accepted', 1, '{}', 1) RETURNING tableoid::regclass::text AS partition`,
      [id],
    );
    expect(stored.rows[0]?.partition).toBe(month);
  }
});

test("the floor of a moment is no greater than any id made from then on", async () => {
  const before = new Date();
  const id = newId();
  const floor = await pool().query<{ below: boolean }>("SELECT uuid_v7_floor($1) <= $2::uuid AS below", [before, id]);
  expect(floor.rows[0]?.below).toBe(true);
});
