import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type PoolClient } from "pg";
import { config } from "./config";
import { log } from "./log";
import { PrismaClient } from "./prisma/client";

/**
 * The one pool of connections of this process. Prisma serves ordinary reads and writes over it; hot statements are
 * SQL in a room's store.ts.
 */
export type Sql = Pick<PoolClient, "query">;

// Next bundles routes and the bare listener apart, so a module can exist twice in a process; the pool must not.
const shared = globalThis as typeof globalThis & { tidingsPool?: Pool; tidingsPrisma?: PrismaClient };

/** The pool; made on first use. */
export function pool(): Pool {
  if (!shared.tidingsPool) {
    const made = new Pool({
      connectionString: config().databaseUrl,
      max: config().databasePool,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 5_000,
      application_name: "tidings",
    });
    // An idle connection that breaks is replaced on next use; without a listener it would end the process.
    made.on("error", (error) => log().warn({ err: error }, "an idle database connection broke"));
    made.on("connect", (client) => {
      client.on("error", (error) => log().warn({ err: error }, "a database connection broke"));
    });
    shared.tidingsPool = made;
  }
  return shared.tidingsPool;
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
export async function transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT").catch((error: unknown) => {
      throw new CommitUnknown(error);
    });
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends the pool, for an orderly stop and for tests. */
export async function closeDatabase(): Promise<void> {
  const { tidingsPool, tidingsPrisma } = shared;
  delete shared.tidingsPool;
  delete shared.tidingsPrisma;
  await tidingsPrisma?.$disconnect();
  if (tidingsPool && !tidingsPool.ended) await tidingsPool.end();
}
