import { PrismaPg } from "@prisma/adapter-pg";
import { type ClientBase, DatabaseError, Pool, type PoolClient } from "pg";
import { config } from "./config";
import { databaseIsAway, isTimedOut } from "./database-away";
import { log } from "./log";
import { PrismaClient } from "./prisma/client";
import { flushWakes, holdWakes, releaseWakes } from "./wake";

/**
 * This process's connections. Prisma serves ordinary reads and writes over it; hot statements are
 * SQL in a room's store.ts.
 */
export type Sql = Pick<PoolClient, "query">;

// Next bundles routes and the bare listener apart, so a module can exist twice in a process; the pool must not.
const shared = globalThis as typeof globalThis & {
  tidingsPool?: Pool;
  tidingsGroupPool?: Pool;
  tidingsLongPool?: Pool;
  tidingsPrisma?: PrismaClient;
  tidingsTimeout?: number;
};

/**
 * Gives up statements that take longer, in a process where somebody waits for them; other processes wait, since some of
 * what they do takes long. PostgreSQL itself ends them, so that it is known that nothing was done and nothing goes on
 * behind our back. Where it does not even do that (its disk hangs, its machine is gone without a word) the connection is
 * given up a little later, and what was asked may have been done. Before the first use of the database.
 */
export function boundStatements(milliseconds: number): void {
  shared.tidingsTimeout = milliseconds;
}

/** The pool; made on first use. */
export function pool(): Pool {
  shared.tidingsPool ??= makePool(config().databasePool, { timeout: shared.tidingsTimeout });
  return shared.tidingsPool;
}

/** As many as groups of all kinds that may be under way at once. */
const GROUP_CONNECTIONS = 8;

/**
 * The pool of hot statements, each of which takes a whole group of rows by an index: planned once a connection. Such a
 * plan outlives what it was made for, and the first one of a month is made while its tables are empty, so that reading a
 * table from one end to the other must not look cheap.
 */
export function groupPool(): Pool {
  shared.tidingsGroupPool ??= makePool(GROUP_CONNECTIONS, {
    timeout: shared.tidingsTimeout,
    settings: [
      "SET plan_cache_mode = force_generic_plan",
      "SET enable_seqscan = off",
      "SET jit = off",
      // Where somebody waits, what waits for a lock fails, alone, and keeps those of its group waiting no longer.
      ...(shared.tidingsTimeout === undefined ? [] : [`SET lock_timeout = ${LOCK_MS}`]),
    ],
  });
  return shared.tidingsGroupPool;
}

/**
 * Far more than one transaction usually keeps another waiting. Who fails so is tried once more, alone, and twice this is
 * more than the dropping of a month takes.
 */
const LOCK_MS = 300;

const LONG_CONNECTIONS = 4;
const LONG_MS = 600_000;

/**
 * The pool of what somebody waits for although it takes the longer the more there is: all callbacks of an address, all
 * messages of an app. Few of these at a time.
 */
export function longPool(): Pool {
  shared.tidingsLongPool ??= makePool(LONG_CONNECTIONS, { timeout: LONG_MS });
  return shared.tidingsLongPool;
}

/** A silent connection is asked for a sign of life, so that one whose other end is gone is found. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
export const CONNECT_MS = 5_000;
/** Nothing of ours is idle within a transaction for more than moments. */
const IDLE_MS = 60_000;
/** So much later than PostgreSQL should have ended a statement it is taken for one that never answers. */
const GRACE_MS = 2_000;

function makePool(
  max: number,
  { timeout, settings }: { timeout: number | undefined; settings?: readonly string[] },
): Pool {
  // Not with the connection's first message, of which poolers like PgBouncer refuse what they do not know.
  const sets = [
    // A process that is frozen in the middle of a transaction (its machine is paused, say) must not keep its locks.
    `SET idle_in_transaction_session_timeout = ${IDLE_MS}`,
    ...(timeout === undefined ? [] : [`SET statement_timeout = ${timeout}`]),
    ...(settings ?? []),
  ];
  const made = new Pool({
    connectionString: config().databaseUrl,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "tidings",
    ...KEEP_ALIVE,
    ...(timeout === undefined ? {} : { query_timeout: timeout + GRACE_MS }),
    onConnect: async (client: ClientBase) => {
      await client.query(sets.join("; "));
    },
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  made.on("error", (error) => log().warn({ err: error }, "an idle database connection broke"));
  made.on("connect", (client) => {
    client.on("error", (error) => log().warn({ err: error }, "a database connection broke"));
  });
  // Prisma gives one back whose rollback was not answered. Whoever got it next would work within that transaction.
  made.on("release", (_, client) => {
    if (client.getTransactionStatus() !== "I") void client.end();
  });
  return made;
}

/** Prisma over the same pool. */
export function prisma(): PrismaClient {
  shared.tidingsPrisma ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared.tidingsPrisma;
}

/** A transaction whose commit was not confirmed: it may have happened, so that it must not be done again blindly. */
export class CommitUnknown extends Error {
  /** PostgreSQL's or Node's code, where there is one. */
  readonly code: string | undefined;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  }
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * A connection whose rollback fails is thrown away.
 * @throws what `work` throws, or {@link CommitUnknown}.
 */
export async function transaction<T>(work: (sql: Sql) => Promise<T>, from: Pool = pool()): Promise<T> {
  const client = await from.connect();
  let broken: Error | undefined;
  let committed = false;
  holdWakes(client);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT").catch((error: unknown) => {
      throw new CommitUnknown(error);
    });
    committed = true;
    return result;
  } catch (error) {
    if (isTimedOut(error)) broken = error;
    else
      await client.query("ROLLBACK").catch((rollbackError: Error) => {
        broken = rollbackError;
      });
    throw error;
  } finally {
    releaseWakes(client, committed, from);
    client.release(broken);
  }
}

/** PostgreSQL is ending the connection (SQLSTATE classes 08 and 57P), and what it was doing may have been done. */
const ENDING = /^(08|57P)/;

/** Whether something that failed may have been done all the same: nothing but PostgreSQL's own refusal says that it was not. */
export function mayBeDone(error: unknown): boolean {
  return databaseIsAway(error) && !(error instanceof DatabaseError && !ENDING.test(error.code ?? ""));
}

/**
 * Runs one statement that is a transaction by itself: committed when it returns, and at a third of the way that the same
 * takes with a begin and a commit around it.
 * @param statement has to do nothing after it that may fail.
 * @throws what PostgreSQL refuses and what is thrown before it is asked, with which nothing was done, or
 *   {@link CommitUnknown} for everything else.
 */
export async function committing<T>(statement: (sql: Sql) => Promise<T>, from: Pool = pool()): Promise<T> {
  const client = await from.connect();
  let asked = false;
  let broken: Error | undefined;
  let committed = false;
  const query = (...call: unknown[]) => {
    asked = true;
    return Reflect.apply(client.query, client, call);
  };
  const sql = { query } as Sql;
  holdWakes(sql);
  try {
    const result = await statement(sql);
    committed = true;
    return result;
  } catch (error) {
    if (!asked || (error instanceof DatabaseError && !ENDING.test(error.code ?? ""))) throw error;
    broken = new CommitUnknown(error);
    throw broken;
  } finally {
    releaseWakes(sql, committed, from);
    client.release(broken);
  }
}

/** Ends the pools, for an orderly stop and for tests. */
export async function closeDatabase(): Promise<void> {
  await flushWakes();
  const { tidingsPool, tidingsGroupPool, tidingsLongPool, tidingsPrisma } = shared;
  delete shared.tidingsPool;
  delete shared.tidingsGroupPool;
  delete shared.tidingsLongPool;
  delete shared.tidingsPrisma;
  delete shared.tidingsTimeout;
  await tidingsPrisma?.$disconnect();
  for (const one of [tidingsPool, tidingsGroupPool, tidingsLongPool]) if (one && !one.ended) await one.end();
}
