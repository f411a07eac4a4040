import { spawn } from "node:child_process";
import { reasonIn, StartError } from "./failure.mjs";

/** The commands that run now, each the head of a process group of its own. @type {Set<number>} */
const groups = new Set();

/**
 * Runs a program to its end, without showing what it prints unless it fails.
 * @param {string} program @param {string[]} args
 * @param {{
 *   cwd: string, failure: string, env?: NodeJS.ProcessEnv | undefined, signal?: AbortSignal | undefined,
 *   uid?: number, gid?: number, brief?: boolean, note?: (group: number) => void,
 * }} options `failure` begins the error's line; `signal` ends the program early; `brief` puts the line
 * that says why into the error instead of showing all of its output; `note` is told the process group
 * @returns {Promise<void>}
 * @throws {StartError}
 */
export async function run(program, args, { cwd, failure, env, signal, uid, gid, brief = false, note }) {
  signal?.throwIfAborted();
  let output = "";
  const child = spawn(program, args, {
    cwd,
    env: env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C in the terminal reaches only the launcher, which then ends the command and all that it started.
    detached: true,
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  });
  const { pid } = child;
  if (pid !== undefined) {
    groups.add(pid);
    note?.(pid);
  }
  const end = () => pid !== undefined && signalGroup(pid, "SIGTERM");
  signal?.addEventListener("abort", end, { once: true });
  const keep = (/** @type {Buffer} */ chunk) => {
    output += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  try {
    await new Promise((resolve, reject) => {
      child.once("error", (error) => reject(new StartError(`${failure}: ${error.message}`, error)));
      child.once("close", (code, killedBy) => {
        if (code === 0) return resolve(undefined);
        const how = killedBy ?? `exit code ${code}`;
        if (signal?.aborted) return reject(signal.reason);
        if (brief) return reject(new StartError(`${failure}: ${reasonIn(output) || how}`));
        process.stderr.write(`${output.trimEnd()}\n`);
        reject(new StartError(`${failure} (${how}); its output is above.`));
      });
    });
  } finally {
    signal?.removeEventListener("abort", end);
    if (pid !== undefined) groups.delete(pid);
  }
}

/** Ends all running commands at once. */
export function killCommands() {
  for (const group of groups) signalGroup(group, "SIGKILL");
}

/** @param {number} group the process at its head @param {NodeJS.Signals} signal */
export function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    // It has ended already.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
