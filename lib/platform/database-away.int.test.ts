import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startPostgres } from "@/scripts/start/postgres.mjs";
import { isAlive } from "@/scripts/start/processes.mjs";
import { boundStatements, closeDatabase, pool, prisma, transaction } from "./database";
import { databaseIsAway } from "./database-away";
import { readHealth } from "./health";
import { inTime } from "./in-time";

/** What comes of a PostgreSQL that goes away or is full, by every way that leads to it, is never taken for our own fault. */

let folder: string;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
const start = () =>
  startPostgres({ folder, settings: { fsync: "off", max_connections: "12", superuser_reserved_connections: "1" } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidings-away-"));
  chmodSync(folder, 0o755);
  postgres = await start();
  vi.stubEnv("DATABASE_URL", postgres.url);
  vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 5).toString("base64"));
  vi.stubEnv("LOG_LEVEL", "silent");
});
afterEach(closeDatabase);
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  "a query": () => pool().query("SELECT 1"),
  "a transaction": () => transaction((sql) => sql.query("SELECT 1")),
  "Prisma's query": () => prisma().$queryRaw`SELECT 1`,
  "Prisma's transaction": () => prisma().$transaction([prisma().$queryRaw`SELECT 1`]),
  "Prisma's transaction with work between": () => prisma().$transaction((tx) => tx.$queryRaw`SELECT 1`),
};
const failureOf = (work: () => Promise<unknown>) =>
  work().then(
    () => null,
    (error: unknown) => error,
  );

describe.each(Object.entries(WAYS))("%s", (_, way) => {
  test("of a database that is stopped", async () => {
    await way();
    await postgres.stop();
    // The first may find a connection that just broke, later ones find none.
    const failures = [await failureOf(way), await failureOf(way), await failureOf(way)];
    postgres = await start();
    for (const failure of failures) expect(failure).toSatisfy(databaseIsAway);
    await way();
  });

  test("of a database whose connections are all taken", async () => {
    const others: pg.Client[] = [];
    let full = false;
    while (!full) {
      const other = new pg.Client({ connectionString: postgres.url });
      full = await other.connect().then(
        () => false,
        () => true,
      );
      others.push(other);
    }
    const failure = await failureOf(way);
    await Promise.all(others.map((other) => other.end()));
    expect(failure).toSatisfy(databaseIsAway);
    await way();
  });
});

describe("a database that takes connections and never answers", () => {
  /** Stops all of PostgreSQL's processes where they are. @returns what lets them go on */
  async function freeze(): Promise<() => void> {
    const { rows } = await pool().query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
    const pids = [postgres.pid, ...rows.map(({ pid }) => pid)];
    const tell = (signal: NodeJS.Signals) => {
      for (const pid of pids.filter(isAlive)) process.kill(pid, signal);
    };
    // A test that fails must not leave it so.
    onTestFinished(() => tell("SIGCONT"));
    tell("SIGSTOP");
    return () => tell("SIGCONT");
  }

  test.each(Object.entries(WAYS))("is given up under %s, and used again when it answers", async (_, way) => {
    boundStatements(1_000);
    await way();
    const goOn = await freeze();
    const failure = await failureOf(way);
    goOn();
    expect(failure).toSatisfy(databaseIsAway);
    await way();
  });

  test("in the middle of Prisma's transaction, leaves nobody else within it", async () => {
    boundStatements(500);
    await pool().query("CREATE TABLE IF NOT EXISTS kept (what text)");
    let goOn: () => void = () => undefined;
    const failure = await failureOf(() =>
      prisma().$transaction(
        async (tx) => {
          await tx.$executeRaw`INSERT INTO kept VALUES ('given up')`;
          goOn = await freeze();
          await tx.$queryRaw`SELECT 1`;
        },
        { timeout: 20_000 },
      ),
    );
    goOn();
    expect(failure).toSatisfy(databaseIsAway);
    await Promise.all(Array.from({ length: 10 }, () => pool().query("INSERT INTO kept VALUES ('answered')")));
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    const seen = await other.query("SELECT what, count(*)::int FROM kept GROUP BY what");
    await other.end();
    expect(seen.rows).toEqual([{ what: "answered", count: 10 }]);
  });

  test("is not given up where nobody waits for it", async () => {
    await pool().query("SELECT 1");
    const goOn = await freeze();
    let ended = false;
    const asked = pool()
      .query("SELECT 1")
      .finally(() => {
        ended = true;
      });
    await expect(inTime(asked, 1_000, () => new Error("still waiting"))).rejects.toThrow("still waiting");
    expect(ended).toBe(false);
    goOn();
    await asked;
  });

  test("is told by the health within seconds", async () => {
    await pool().query("SELECT 1");
    const goOn = await freeze();
    const health = await readHealth();
    goOn();
    expect(health.database).toBe("failing");
  });
});

const SLEEP = "SELECT pg_sleep(30)";
const WAITING: Readonly<Record<string, () => Promise<unknown>>> = {
  "a query": () => pool().query(SLEEP),
  "a transaction": () => transaction((sql) => sql.query(SLEEP)),
  "a transaction that goes on": () =>
    transaction(async (sql) => {
      await failureOf(() => sql.query(SLEEP));
      await sql.query("SELECT 1");
    }),
  "Prisma's query": () => prisma().$queryRawUnsafe(SLEEP),
  "Prisma's transaction": () => prisma().$transaction([prisma().$queryRawUnsafe(SLEEP)]),
  "Prisma's transaction that goes on": () =>
    prisma().$transaction(async (tx) => {
      await failureOf(() => tx.$queryRawUnsafe(SLEEP));
      await tx.$queryRawUnsafe("SELECT 1");
    }),
};
describe("a statement that takes too long", () => {
  const ways = Object.entries(WAITING).filter(([name]) => !name.endsWith("goes on"));
  test.each(ways)("is ended by PostgreSQL itself under %s", async (_, wait) => {
    boundStatements(300);
    expect(await failureOf(wait)).toSatisfy(databaseIsAway);
    const still = await pool().query("SELECT FROM pg_stat_activity WHERE query = $1 AND state = 'active'", [SLEEP]);
    expect(still.rowCount).toBe(0);
  });

  test("for a lock takes no more places than the pool has, and was not done", async () => {
    boundStatements(300);
    await pool().query("DROP TABLE IF EXISTS locked; CREATE TABLE locked (what int)");
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    await other.query("BEGIN");
    await other.query("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
    const insert = () => pool().query("INSERT INTO locked VALUES (1)");
    for (let round = 0; round < 3; round += 1)
      for (const failure of await Promise.all(Array.from({ length: 5 }, () => failureOf(insert))))
        expect(failure).toSatisfy(databaseIsAway);
    const places = await other.query("SELECT FROM pg_stat_activity WHERE application_name = 'tidings'");
    expect(places.rowCount).toBeLessThanOrEqual(5);
    await other.query("COMMIT");
    expect((await other.query("SELECT FROM locked")).rowCount).toBe(0);
    await other.end();
  });
});

const ENDS: Readonly<Record<string, (pid: number, other: pg.Client) => Promise<unknown> | boolean>> = {
  "is ended by an administrator": (pid, other) => other.query("SELECT pg_terminate_backend($1)", [pid]),
  "is killed (-9)": (pid) => process.kill(pid, "SIGKILL"),
};

describe.each(Object.entries(ENDS))("a connection that %s", (_, end) => {
  test.each(Object.entries(WAITING))("under %s", async (_name, wait) => {
    const other = new pg.Client({ connectionString: postgres.url });
    other.on("error", () => undefined);
    await other.connect();
    const failure = failureOf(wait);
    const sleeping = async () =>
      (await other.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE query = $1", [SLEEP])).rows[0]?.pid;
    const pid = await vi.waitUntil(sleeping, { timeout: 20_000 });
    await end(pid, other);
    await failure;
    await other.end();
    // PostgreSQL starts anew after one of its processes was killed.
    await vi.waitFor(() => pool().query("SELECT 1"), { timeout: 20_000 });
    expect(await failure).toSatisfy(databaseIsAway);
  });
});
