import { expect, test } from "vitest";
import { pool } from "@/lib/platform/database";
import { newId, timeOfId } from "@/lib/platform/ids";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { ensurePartitions } from "./partitions";
import { readMessage } from "./read-message";
import { givenMessage, givenOwner } from "./testing/given";

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

test("a message is accepted although no process was there for so long that its month has no partition", async () => {
  const owner = await givenOwner();
  const months = await pool().query<{ month: string }>("SELECT month FROM message_months()");
  for (const { month } of months.rows) await pool().query("SELECT drop_message_month($1)", [month]);
  const messages = await Promise.all([1, 2, 3].map(() => givenMessage(owner)));
  for (const { id } of messages) expect((await readMessage(id))?.status).toBe("Accepted");
  expect(await ensurePartitions(pool())).toBe(0);
});

test("a partition is what one made with its table would be: indexes, checks, defaults, how it is stored", async () => {
  await ensure("2031-07-15T00:00:00Z", 0);
  await pool().query("ALTER TABLE messages_y2031m07 SET (fillfactor = 70)");
  await ensure("2032-04-01T00:00:00Z", 0);
  await pool().query(
    `CREATE TABLE made_with_its_table PARTITION OF messages FOR VALUES FROM (uuid_v7_floor('1999-01-01')) TO (uuid_v7_floor('1999-02-01'))`,
  );
  const described = async (table: string) => {
    const found = await pool().query<{ line: string }>(
      `SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') AS line FROM pg_index WHERE indrelid = $1::text::regclass
       UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'
       UNION ALL SELECT column_name || column_default FROM information_schema.columns
         WHERE table_name::text = $1::text AND column_default IS NOT NULL
       ORDER BY 1`,
      [table],
    );
    return found.rows.map(({ line }) => line);
  };
  expect(await described("messages_y2032m03")).toEqual(await described("made_with_its_table"));
  const options = await pool().query("SELECT reloptions FROM pg_class WHERE relname = 'messages_y2032m03'");
  expect(options.rows).toEqual([{ reloptions: ["fillfactor=70"] }]);
  await pool().query("DROP TABLE made_with_its_table");
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
