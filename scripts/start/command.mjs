import { spawn } from "node:child_process";
import { StartError } from "./failure.mjs";

/**
 * Runs a program to its end, without showing what it prints unless it fails.
 * @param {string} program @param {string[]} args @param {{ cwd: string, env?: NodeJS.ProcessEnv, failure: string }} options
 * @returns {Promise<void>}
 */
export function run(program, args, { cwd, env, failure }) {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => reject(new StartError(`${failure}: ${error.message}`, error)));
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(`${output.trimEnd()}\n`);
      reject(new StartError(`${failure} (${signal ?? `exit code ${code}`}); its output is above.`));
    });
  });
}
