import pg from "pg";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { readBatch } from "@/lib/batches/read-batch";
import { pool } from "@/lib/platform/database";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { dropMonths } from "./drop-months";
import { findMessage, readMessage } from "./read-message";
import { receiptToken } from "./receipt-token";
import { copyOf, idAt } from "./testing/copy-of";
import { givenMessage, givenOwner } from "./testing/given";

onTestDatabase();

let owner: { accountId: string; appId: string };
/** A message that has ended, in a month that no test's clock reaches, to be copied into others. */
let ended: string;
const LATER = Date.parse("2040-05-05T00:00:00Z");

const ensure = (around: string, ahead: number) =>
  pool().query("SELECT ensure_message_partitions($1, $2)", [around, ahead]);

beforeAll(async () => {
  owner = await givenOwner();
  await ensure("2040-05-05T00:00:00Z", 0);
  const { id } = await givenMessage(owner);
  await ingest(id, "Delivered");
  ended = await copyOf(id, LATER);
  // What is of this year is older than what is kept whenever a test's clock says so.
  await drop("2030-01-01T00:00:00Z");
});
beforeEach(async () => {
  // October 2030 to May 2031.
  await ensure("2030-11-15T00:00:00Z", 6);
  return () => drop("2040-04-01T00:00:00Z");
});

const ingest = (id: string, name: string) =>
  ingestReceipt({
    token: receiptToken(id),
    body: JSON.stringify({
      messageId: `tracking-${id}`,
      smsId: "s",
      status: { name, updatedDate: new Date().toISOString() },
    }),
    remoteAddress: null,
    receivedAt: new Date().toISOString(),
  });
const months = async () =>
  (
    await pool().query<{ month: string }>(
      "SELECT month FROM message_months() WHERE begins < '2040-01-01' ORDER BY begins",
    )
  ).rows.map(({ month }) => month);
const drop = (around: string, keepMonths = 1) => dropMonths({ keepMonths, around: new Date(around) });
const rowsOf = async (id: string) => {
  const counted = await pool().query<{ rows: number }>(
    `SELECT (SELECT count(*) FROM messages WHERE id = $1)::int + (SELECT count(*) FROM message_events WHERE message_id = $1)::int
       + (SELECT count(*) FROM message_states WHERE message_id = $1)::int AS rows`,
    [id],
  );
  return counted.rows[0]?.rows;
};
const inWords = (outcomes: { month: string; outcome: string }[]) =>
  outcomes.map(({ month, outcome }) => `${month} ${outcome}`);

/** Somebody who reads the tables for long, as a backup does. */
async function givenReader(): Promise<{ end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("BEGIN; LOCK TABLE messages, message_states, message_events, callbacks IN ACCESS SHARE MODE");
  const end = () => client.end();
  onTestFinished(end);
  return { end };
}

describe("which months go", () => {
  test("none a millisecond before a month's end, and the next one at it", async () => {
    const before = await drop("2030-12-31T23:59:59.999Z", 2);
    expect(inWords(before)).toEqual([]);
    const after = await drop("2031-01-01T00:00:00.000Z", 2);
    expect(inWords(after)).toEqual(["y2030m10 dropped"]);
    expect(await months()).toEqual([
      "y2030m11",
      "y2030m12",
      "y2031m01",
      "y2031m02",
      "y2031m03",
      "y2031m04",
      "y2031m05",
    ]);
  });

  test("those of the year before, one after the other, whatever the day", async () => {
    expect(inWords(await drop("2031-03-31T12:00:00Z", 2))).toEqual([
      "y2030m10 dropped",
      "y2030m11 dropped",
      "y2030m12 dropped",
    ]);
    expect((await months())[0]).toBe("y2031m01");
  });

  test("a February of 29 days goes as a whole, with what belongs to its last millisecond", async () => {
    await ensure("2028-02-29T12:00:00Z", 1);
    const last = await copyOf(ended, Date.parse("2028-02-29T23:59:59.999Z"));
    const next = await copyOf(ended, Date.parse("2028-03-01T00:00:00.000Z"));
    // Its events come a month later and stand with it all the same.
    await ingest(last, "Delivered");
    const tables = await pool().query<{ table: string }>(
      "SELECT DISTINCT tableoid::regclass::text AS table FROM message_events WHERE message_id = $1",
      [last],
    );
    expect(tables.rows).toEqual([{ table: "message_events_y2028m02" }]);
    expect(inWords(await drop("2028-03-31T23:59:59.999Z"))).toEqual(["y2028m01 dropped"]);
    expect(await rowsOf(last)).toBe(5);
    expect(inWords(await drop("2028-04-01T00:00:00.000Z"))).toEqual(["y2028m02 dropped"]);
    expect([await rowsOf(last), await rowsOf(next)]).toEqual([0, 4]);
  });

  test("all tables of a month go together, and nothing goes where nothing is said", async () => {
    await drop("2031-01-01T00:00:00Z", 2);
    const left = await pool().query("SELECT FROM pg_class WHERE relname ~ '_y2030m10$'");
    expect(left.rowCount).toBe(0);
    const none = await pool().query("SELECT * FROM expired_message_months('2040-01-01', NULL)");
    expect(none.rowCount).toBe(0);
  });
});

describe("what is open keeps its month", () => {
  const OCTOBER = Date.parse("2030-10-10T10:00:00Z");
  const around = "2031-01-01T00:00:00Z";

  test("a message", async () => {
    const id = await copyOf(ended, OCTOBER);
    await pool().query("UPDATE message_states SET status = 'Sent', final = false WHERE message_id = $1", [id]);
    expect(inWords(await drop(around, 1))).toEqual(["y2030m10 still open", "y2030m11 dropped"]);
    expect(await rowsOf(id)).toBe(4);
    await pool().query("UPDATE message_states SET status = 'Unknown', final = true WHERE message_id = $1", [id]);
    expect(inWords(await drop(around, 1))).toEqual(["y2030m10 dropped"]);
  });

  test.each(["pending", "held"])("a callback that is %s", async (status) => {
    const id = await copyOf(ended, OCTOBER);
    await pool().query(
      `INSERT INTO callbacks (message_id, sequence, id, app_id, url, body, status) VALUES ($1, 2, $1, $2, 'http://x/', '{}', $3)`,
      [id, owner.appId, status],
    );
    expect(inWords(await drop(around, 2))).toEqual(["y2030m10 still open"]);
    await pool().query("UPDATE callbacks SET status = 'failed' WHERE message_id = $1", [id]);
    expect(inWords(await drop(around, 2))).toEqual(["y2030m10 dropped"]);
  });

  test("a batch that has not ended, also where only a message of it is there", async () => {
    const batch = await givenBatchAt(Date.parse("2030-10-31T23:00:00Z"));
    const id = await copyOf(ended, Date.parse("2030-11-02T00:00:00Z"));
    await pool().query("UPDATE messages SET batch_id = $2 WHERE id = $1", [id, batch]);
    await pool().query("UPDATE message_states SET batch_id = $2 WHERE message_id = $1", [id, batch]);
    expect(inWords(await drop("2031-02-01T00:00:00Z", 1))).toEqual([
      "y2030m10 still open",
      "y2030m11 still open",
      "y2030m12 dropped",
    ]);
    await pool().query(
      `UPDATE batches SET finished_at = now(), state = 'finished', counts = '{"Delivered": 3}' WHERE id = $1`,
      [batch],
    );
    expect((await readBatch(batch))?.progress).toEqual({ Delivered: 1, Accepted: 2 });
    expect(inWords(await drop("2031-02-01T00:00:00Z", 1))).toEqual(["y2030m10 dropped", "y2030m11 dropped"]);
    expect(await readBatch(batch)).toMatchObject({
      progress: { Delivered: 3 },
      final: true,
      messagesGoneAt: expect.any(String),
    });
  });
});

test("a message of a month that is gone is not found, and its receipts are for nobody", async () => {
  const id = await copyOf(ended, Date.parse("2030-10-10T10:00:00Z"));
  expect((await readMessage(id))?.status).toBe("Delivered");
  await drop("2031-01-01T00:00:00Z", 2);
  expect([await readMessage(id), await findMessage(owner.appId, id)]).toEqual([null, null]);
  expect(await ingest(id, "Delivered")).toEqual({ kind: "unknown_token" });
});

describe("while others are at work", () => {
  test("several processes drop a month once", async () => {
    const outcomes = (await Promise.all([1, 2, 3, 4].map(() => drop("2031-01-01T00:00:00Z", 2)))).flatMap(inWords);
    expect(outcomes.filter((outcome) => outcome === "y2030m10 dropped")).toHaveLength(1);
    expect(outcomes).not.toContain("y2030m10 busy");
  });

  test("somebody who reads for long makes it wait, and nobody waits for it meanwhile", async () => {
    const current = await copyOf(ended, LATER);
    const reader = await givenReader();
    let done = false;
    const dropping = drop("2031-01-01T00:00:00Z", 2).finally(() => {
      done = true;
    });
    let stored = 0;
    for (; !done; stored += 1) expect(await ingest(current, "Delivered")).toMatchObject({ kind: "kept" });
    expect(inWords(await dropping)).toEqual(["y2030m10 busy"]);
    expect(stored).toBeGreaterThan(10);
    await reader.end();
    expect(inWords(await drop("2031-01-01T00:00:00Z", 2))).toEqual(["y2030m10 dropped"]);
  });

  test("receipts go on while months are dropped: each is stored, once", async () => {
    const current = await Promise.all(Array.from({ length: 20 }, () => copyOf(ended, LATER)));
    let done = false;
    let stored = 0;
    const posting = current.map(async (id) => {
      for (; !done; stored += 1) expect(await ingest(id, "Delivered")).toMatchObject({ kind: "kept" });
    });
    const outcomes = inWords(await drop("2031-04-01T00:00:00Z", 1));
    done = true;
    await Promise.all(posting);
    expect(outcomes.filter((outcome) => outcome.endsWith("dropped")).length).toBeGreaterThan(0);
    expect(outcomes.filter((outcome) => !/ (dropped|busy)$/.test(outcome))).toEqual([]);
    const counted = await pool().query<{ receipts: number }>(
      "SELECT count(*)::int AS receipts FROM message_events WHERE receipt IS NOT NULL AND message_id = ANY ($1::uuid[])",
      [current],
    );
    expect(counted.rows[0]?.receipts).toBe(stored + current.length);
  });

  test("a month is begun while somebody reads for long", async () => {
    const reader = await givenReader();
    await pool().query(
      "SET lock_timeout = '5s'; SELECT ensure_message_partitions('2032-06-15T00:00:00Z', 0); RESET lock_timeout",
    );
    await reader.end();
    expect(await rowsOf(await copyOf(ended, Date.parse("2032-06-15T00:00:00Z")))).toBe(4);
  });
});

/** A batch of three as it is stored, begun at a moment. */
async function givenBatchAt(at: number): Promise<string> {
  const id = idAt(at);
  await pool().query(
    `INSERT INTO batches (id, app_id, state, body, "from", accepted, created_at) VALUES ($1, $2, 'running', 'x', 'x', 3, $3)`,
    [id, owner.appId, new Date(at)],
  );
  return id;
}
