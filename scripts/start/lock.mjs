import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { StartError } from "./failure.mjs";

/**
 * One launcher at a time on a data folder.
 * @param {string} dataDir
 * @returns {() => void} lets go of it
 * @throws {StartError} when another one runs
 */
export function lockDataDir(dataDir) {
  const file = join(dataDir, "launcher.pid");
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (isLauncher(holder))
      throw new StartError(
        `Tidings already runs on this DATA_DIR (process ${holder}). Stop it first, or choose another DATA_DIR.`,
      );
    rmSync(file, { force: true });
  }
}

/** @param {number} pid */
function isLauncher(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return false;
  }
  // The number may have been given to another program since; where /proc tells, it is asked.
  const cmdline = `/proc/${pid}/cmdline`;
  return !existsSync(cmdline) || readFileSync(cmdline, "utf8").includes("start.mjs");
}

/**
 * @param {number} port @param {string} setting @param {string} [host]
 * @throws {StartError} when the port cannot be listened on
 */
export function checkPort(port, setting, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      const why = code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${code})`;
      reject(new StartError(`${setting} ${port} ${why}: set ${setting} to another port.`, error));
    });
    probe.listen({ port, ...(host ? { host } : {}) }, () => probe.close(() => resolve(undefined)));
  });
}
