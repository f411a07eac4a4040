import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClaimHeld, claim } from "./claim.mjs";
import { StartError } from "./failure.mjs";

/** How long the roles of a launcher that was killed may take to let go of their ports. */
const LEAVING_MS = 15_000;

/**
 * One launcher at a time on a data folder.
 * @param {string} dataDir
 * @returns {{ release(): void, abandoned: boolean }} `abandoned` tells that an earlier launcher ended without letting go
 * @throws {StartError} when another one runs
 */
export function lockDataDir(dataDir) {
  try {
    const { release, abandoned } = claim(join(dataDir, "launcher.pid"), /^start\.mjs$/);
    return { release, abandoned: abandoned !== null };
  } catch (error) {
    if (!(error instanceof ClaimHeld)) throw error;
    const who = error.holder ? ` (process ${error.holder})` : "";
    throw new StartError(
      `Tidings already runs on this DATA_DIR${who}: stop it first, or choose another DATA_DIR than ${dataDir}.`,
      error,
    );
  }
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
