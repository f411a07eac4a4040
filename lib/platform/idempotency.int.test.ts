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

test("what was done is answered, and not done again, although its answer could not be kept at once", async () => {
  const one = request();
  await pool().query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'too long' USING ERRCODE = '57014'; END $$`,
  );
  await pool().query(
    "CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.status IS NOT NULL) EXECUTE FUNCTION refuse()",
  );
  let done = 0;
  try {
    expect(
      await doOnce(one, async () => {
        done += 1;
        return answer;
      }),
    ).toEqual(answer);
  } finally {
    await pool().query("DROP FUNCTION refuse CASCADE");
  }
  await expect(doOnce(one, failing(new Error("done again")))).rejects.toMatchObject({
    code: "idempotency_in_progress",
  });
  expect(done).toBe(1);
});

test("a request that takes long keeps its key", async () => {
  const one = request();
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = doOnce(one, () => ended.then(() => answer), { renewMs: 20 });
  const age = async () =>
    (
      await pool().query<{ old: boolean }>(
        "SELECT created_at < now() - interval '30 seconds' AS old FROM idempotency_keys WHERE key = $1",
        [one.key],
      )
    ).rows[0]?.old;
  await expect.poll(age).toBe(false);
  await pool().query("UPDATE idempotency_keys SET created_at = now() - interval '1 hour' WHERE key = $1", [one.key]);
  await expect.poll(age).toBe(false);
  await expect(doOnce(one, failing(new Error("beside it")))).rejects.toMatchObject({ code: "idempotency_in_progress" });
  end();
  expect(await first).toEqual(answer);
  expect(await doOnce(one, failing(new Error("again")))).toEqual(answer);
});
