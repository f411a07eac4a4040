import { expect, test } from "vitest";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { CommitUnknown, pool, transaction } from "./database";
import { doOnce } from "./idempotency";

onTestDatabase();

const answer = { status: 201, body: "{}" };
let made = 0;
const request = () => {
  made += 1;
  return { scope: "account:1", key: `key-${made}`, fingerprint: "f" };
};
const failing = (error: unknown) => () => Promise.reject(error);

test("what failed may be tried again with its key", async () => {
  const one = request();
  await expect(doOnce(one, failing(new Error("no")))).rejects.toThrow("no");
  expect(await doOnce(one, async () => answer)).toEqual(answer);
});

test.each([
  ["was not answered", new Error("Query read timeout")],
  ["was cut off", new Error("Connection terminated unexpectedly")],
  ["may have committed", new CommitUnknown(new Error("Connection terminated unexpectedly"))],
])("what %s may have been done, and is not done again", async (_, error) => {
  const one = request();
  await expect(doOnce(one, failing(error))).rejects.toBe(error);
  await expect(doOnce(one, async () => answer)).rejects.toMatchObject({ code: "idempotency_in_progress" });
});

test("what PostgreSQL ended for taking too long was not done", async () => {
  const one = request();
  const slow = transaction(async (sql) => {
    await sql.query("SET LOCAL statement_timeout = 1");
    await sql.query("SELECT pg_sleep(10)");
  });
  const error: unknown = await slow.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "57014" });
  await expect(doOnce(one, failing(error))).rejects.toBe(error);
  expect(await doOnce(one, async () => answer)).toEqual(answer);
  expect((await pool().query("SELECT 1")).rowCount).toBe(1);
});
