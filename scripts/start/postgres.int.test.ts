import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keepDatabase } from "./database.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive } from "./processes.mjs";

/** Speed matters here, what a power cut leaves does not. */
const settings = { fsync: "off" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings größe "));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  test("keeps what it holds and its address from one start to the next", async () => {
    const first = await startPostgres({ folder, settings });
    await query(first.url, "CREATE TABLE kept AS SELECT 'ξένος' AS word");
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startPostgres({ folder, settings });
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "SELECT word FROM kept")).toEqual([{ word: "ξένος" }]);
    await second.stop();
  });

  test("is durable, speaks UTF-8 and UTC, and listens to this machine only", async () => {
    const postgres = await startPostgres({ folder });
    const names = ["fsync", "synchronous_commit", "server_encoding", "timezone", "listen_addresses"];
    const rows = await query(
      postgres.url,
      `SELECT ${names.map((name) => `current_setting('${name}')`).join("||' '||")} AS it`,
    );
    expect(rows).toEqual([{ it: "on on UTF8 UTC 127.0.0.1" }]);
    expect(statSync(join(folder, "postgres-password")).mode & 0o777).toBe(0o600);
    await postgres.stop();
  });

  test("is taken over when it still runs", async () => {
    const first = await startPostgres({ folder, settings });
    const second = await startPostgres({ folder, settings });
    expect([second.pid, second.url]).toEqual([first.pid, first.url]);
    await second.stop();
    await first.ended;
  });

  test("says so at once when the password is not its own, and leaves nothing running", async () => {
    const postgres = await startPostgres({ folder, settings });
    await postgres.stop();
    writeFileSync(join(folder, "postgres-password"), "another");
    await expect(startPostgres({ folder, settings })).rejects.toThrow(/postgres-password is not the database's/);
    await expect(query(postgres.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  test("that ends by itself comes back at the same address", async () => {
    const quit = new AbortController();
    const said: string[] = [];
    const kept = await keepDatabase({ folder, say: (line) => said.push(line), signal: quit.signal });
    await query(kept.url, "CREATE TABLE kept AS SELECT 1 AS one");
    kept.kill();
    await expect.poll(() => said).toEqual(["The database ended; starting it again."]);
    await expect.poll(() => query(kept.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    quit.abort();
    await kept.stop();
  });

  test("that is told to stop while it is brought back leaves nothing running", async () => {
    const quit = new AbortController();
    const said: string[] = [];
    const kept = await keepDatabase({ folder, say: (line) => said.push(line), signal: quit.signal });
    kept.kill();
    await expect.poll(() => said, { interval: 5 }).toHaveLength(1);
    // It begins after 200 ms, and takes longer than nothing.
    await expect.poll(() => existsSync(join(folder, "postgres/postmaster.pid")), { interval: 1 }).toBe(true);
    quit.abort();
    await kept.stop();
    await expect(query(kept.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });
});
