import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./failure.mjs";
import { commandOf, isAlive } from "./processes.mjs";

/** A claim without a number is being written, unless it is older than this. */
const WRITING_MS = 2_000;
/** How long the roles of a launcher that was killed may take to let go of their ports. */
const LEAVING_MS = 15_000;

/**
 * One launcher at a time on a data folder.
 * @param {string} dataDir
 * @returns {{ release(): void, abandoned: boolean }} `abandoned` tells that an earlier launcher ended without letting go
 * @throws {StartError} when another one runs
 */
export function lockDataDir(dataDir) {
  const file = join(dataDir, "launcher.pid");
  let abandoned = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return { release: () => rmSync(file, { force: true }), abandoned };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    refuseHeld(file, dataDir);
    // Moved before it is removed: another launcher may have seen the same and put its own claim there meanwhile.
    const aside = `${file}.${process.pid}`;
    if (!moved(file, aside)) continue;
    try {
      refuseHeld(aside, dataDir);
    } catch (error) {
      renameSync(aside, file);
      throw error;
    }
    rmSync(aside, { force: true });
    abandoned = true;
  }
}

/** @param {string} file @param {string} dataDir @throws {StartError} when the claim's launcher lives */
function refuseHeld(file, dataDir) {
  let holder = 0;
  let age = 0;
  try {
    holder = Number(readFileSync(file, "utf8"));
    age = Date.now() - statSync(file).mtimeMs;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return;
    throw error;
  }
  const writing = holder === 0 && age < WRITING_MS;
  if (!writing && !isLauncher(holder)) return;
  throw new StartError(
    `Tidings already runs on this DATA_DIR${holder ? ` (process ${holder})` : ""}: stop it first, or choose another DATA_DIR than ${dataDir}.`,
  );
}

/** @param {string} from @param {string} to */
function moved(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return false;
    throw error;
  }
}

/** @param {number} pid */
function isLauncher(pid) {
  if (!pid || pid === process.pid || !isAlive(pid)) return false;
  const [program = "", ...args] = commandOf(pid);
  // Where the system tells what runs under this number, it is asked. npm's shell names the script too.
  return program === "" || (/node/i.test(basename(program)) && args.some((arg) => basename(arg) === "start.mjs"));
}

/**
 * @param {number} port @param {string} setting
 * @param {{ host?: string, abandoned?: boolean }} [options] `abandoned`: waits for the roles of a killed launcher
 * @returns {Promise<void>}
 * @throws {StartError} when the port cannot be listened on
 */
export async function checkPort(port, setting, { host, abandoned = false } = {}) {
  const deadline = Date.now() + (abandoned ? LEAVING_MS : 0);
  for (;;) {
    const error = await tryPort(port, host);
    if (error === null) return;
    const { code } = error;
    if (code === "EADDRINUSE" && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    const why = code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${code})`;
    throw new StartError(`${setting} ${port} ${why}: set ${setting} to another port.`, error);
  }
}

/** @param {number} port @param {string | undefined} host @returns {Promise<NodeJS.ErrnoException | null>} */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen({ port, ...(host ? { host } : {}) }, () => probe.close(() => resolve(null)));
  });
}
