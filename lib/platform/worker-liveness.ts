import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { Client } from "pg";
import { config } from "./config";
import { CONNECT_MS, KEEP_ALIVE, pool, type Sql, transaction } from "./database";
import { newId } from "./ids";
import { log } from "./log";
import { snapshot } from "./metrics";

/**
 * Which worker processes are alive. Each holds a session advisory lock for as long as it runs; PostgreSQL lets go of
 * it the moment the process is gone, so that its jobs are given back at once and no clocks are compared.
 */
export interface Liveness {
  /** Names this process to the others. */
  id: string;
  /** Says which of graphile-worker's workers are this process's. Jobs wait until this is stored. */
  own(workerIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const HEARTBEAT_MS = 2_000;
/** Every so many heartbeats tell what the worker counted and timed. */
const FIGURES_EVERY = 3;
/** A job locked by a worker that no process ever named for so long belongs to one that died while starting. */
const NAMELESS_AFTER = "60 seconds";

/**
 * Takes this process's lock and starts its heartbeat.
 * @param onLost called once when the lock's connection breaks: others may now take this process for dead, so it has
 * to stop.
 */
export async function announceWorker(onLost: (error: Error) => void): Promise<Liveness> {
  const id = newId();
  const lockKey = randomBytes(8).readBigInt64BE().toString();
  const client = new Client({
    connectionString: config().databaseUrl,
    application_name: "tidings worker",
    connectionTimeoutMillis: CONNECT_MS,
    ...KEEP_ALIVE,
  });
  let closed = false;
  const lost = (error: Error) => {
    if (!closed) onLost(error);
    closed = true;
  };
  client.on("error", lost);
  client.on("end", () => lost(new Error("the connection ended")));
  await client.connect();
  await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
  await client.query("INSERT INTO workers (id, lock_key, host, pid) VALUES ($1, $2, $3, $4)", [
    id,
    lockKey,
    hostname(),
    process.pid,
  ]);
  let beats = 0;
  const beat = async () => {
    const figures = beats % FIGURES_EVERY === 0 ? JSON.stringify(await snapshot()) : null;
    beats += 1;
    await pool().query("UPDATE workers SET last_seen_at = now(), metrics = coalesce($2, metrics) WHERE id = $1", [
      id,
      figures,
    ]);
  };
  const heartbeat = setInterval(() => {
    beat().catch((error: unknown) => log().warn({ err: error }, "the worker's heartbeat could not be written"));
  }, HEARTBEAT_MS);
  return {
    id,
    async own(workerIds) {
      await pool().query("UPDATE workers SET worker_ids = $2 WHERE id = $1", [id, workerIds]);
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      await pool().query("DELETE FROM workers WHERE id = $1", [id]);
      await client.end();
    },
  };
}

/**
 * Gives back the jobs of workers that died, so that others take them up.
 * @param bury what else they left is dealt with, within the same transaction, so that it happens once and surely.
 * @returns how many processes were found dead.
 */
export async function releaseDeadWorkers(bury: (sql: Sql, ids: string[]) => Promise<void>): Promise<number> {
  return transaction(async (sql) => {
    const dead = await sql.query<{ id: string; worker_ids: string[] }>(
      "DELETE FROM workers WHERE pg_try_advisory_xact_lock(lock_key) RETURNING id, worker_ids",
    );
    const workerIds = dead.rows.flatMap((row) => row.worker_ids);
    const nameless = await sql.query<{ locked_by: string }>(
      `SELECT DISTINCT j.locked_by FROM graphile_worker.jobs j
       WHERE j.locked_at < now() - interval '${NAMELESS_AFTER}'
         AND NOT EXISTS (SELECT 1 FROM workers w WHERE j.locked_by = ANY (w.worker_ids))`,
    );
    workerIds.push(...nameless.rows.map((row) => row.locked_by));
    if (workerIds.length > 0) await sql.query("SELECT graphile_worker.force_unlock_workers($1)", [workerIds]);
    if (dead.rows.length > 0)
      await bury(
        sql,
        dead.rows.map(({ id }) => id),
      );
    return dead.rows.length;
  });
}
