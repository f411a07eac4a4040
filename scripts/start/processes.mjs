import { existsSync, readFileSync } from "node:fs";

/** What can be told of a process from its number, which may have been given to another program since. */

/** Whether it lives; one that has ended and is not yet reaped does not. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return false;
  }
  // The state stands after the program's name, which is in brackets and may itself hold any character.
  return !/^\) Z/.test(readProc(pid, "stat").replace(/^.*(?=\) [A-Z] )/s, ""));
}

/**
 * The command that a process was started with, word by word; nothing where the system does not tell.
 * @param {number} pid
 */
export const commandOf = (pid) => readProc(pid, "cmdline").split("\0").filter(Boolean);

/** @param {number} pid @param {string} name */
function readProc(pid, name) {
  const file = `/proc/${pid}/${name}`;
  try {
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  } catch (error) {
    // It ended between the two calls.
    if (["ENOENT", "ESRCH"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return "";
    throw error;
  }
}
