import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClaimHeld, claim } from "./claim.mjs";
import { signalGroup } from "./command.mjs";
import { commandOf } from "./processes.mjs";

const AGAIN_MS = 200;

/**
 * Does work that changes this checkout (packages, the build) when nobody else does such work in it: `npm start` and
 * `npm test` may be begun at the same time.
 * @param {string} root
 * @param {(note: (group: number) => void) => Promise<void>} work notes the commands that it runs, so that they are ended
 * by the next one's turn when this process is killed in the midst of them
 * @param {AbortSignal | undefined} signal
 */
export async function inTurn(root, work, signal) {
  mkdirSync(join(root, "dist"), { recursive: true });
  const file = join(root, "dist/.preparing");
  const release = await wait(file, signal);
  try {
    await work((group) => appendFileSync(file, `${group}\n`));
  } finally {
    release();
  }
}

/** @param {string} file @param {AbortSignal | undefined} signal */
async function wait(file, signal) {
  for (let said = false; ; said = true) {
    signal?.throwIfAborted();
    try {
      const { release, abandoned } = claim(file, /^(start|test|build)\.mjs$/);
      for (const group of (abandoned ?? []).map(Number)) endOrphan(group);
      return release;
    } catch (error) {
      if (!(error instanceof ClaimHeld)) throw error;
      if (!said) process.stdout.write(`  Waiting for process ${error.holder}, which installs or builds here…\n`);
    }
    await delay(AGAIN_MS);
  }
}

/** @param {number} group */
function endOrphan(group) {
  // The number may belong to another program by now.
  if (/\bnpm|\bnode_modules|bundle\.mjs/.test(commandOf(group).join(" "))) signalGroup(group, "SIGKILL");
}
