import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { deferred } from "./deferred.mjs";
import { StartError } from "./failure.mjs";

/**
 * Keeps the roles running, one process each: started together, restarted when one dies, stopped in order.
 *
 * @typedef {import("./settings.mjs").Role} Role
 * @typedef {{
 *   ready: Promise<void>, failed: Promise<never>, stop(): Promise<void>, kill(): void,
 *   pidOf(role: Role): number | undefined,
 * }} Roles `pidOf`: of a role's process, while it runs
 */

const RESTART_MS = [200, 1_000, 5_000];
/** A process that ran for so long was well; its next death counts from the beginning. */
const WELL_MS = 60_000;
const STARTS_WITHOUT_READY = 3;
/** Besides the time for which the web role goes on answering (SHUTDOWN_DELAY_MS). */
const STOP_MS = 20_000;
/** The exit code of a role whose settings are wrong (scripts/roles/role.ts). */
const BAD_CONFIGURATION = 78;

/**
 * V8's flags for each role. Old space in MB: enough for the work, and a leak shows before the machine suffers. A small
 * young space keeps what a process holds near what it needs; web and worker make enough garbage under load to want more.
 */
const MEMORY = {
  web: ["--max-old-space-size=512", "--max-semi-space-size=32"],
  worker: ["--max-old-space-size=384", "--max-semi-space-size=8"],
  sandbox: ["--max-old-space-size=256", "--max-semi-space-size=2", "--optimize-for-size"],
};

/**
 * @param {{ root: string, roles: Role[], env: NodeJS.ProcessEnv, say: (line: string) => void }} options
 * @returns {Roles}
 */
export function startRoles({ root, roles, env, say }) {
  /** @type {import("./deferred.mjs").Deferred<never>} */
  const failure = deferred();
  const running = roles.map((role) => startRole({ root, role, env, say, fail: failure.reject }));
  const ready = Promise.all(running.map((one) => one.ready)).then(() => undefined);
  return {
    ready,
    failed: failure.promise,
    async stop() {
      // Web first, so that nothing new comes in; then the worker finishes what it began; the sandbox last.
      for (const one of running) await one.stop();
    },
    kill() {
      for (const one of running) one.kill();
    },
    pidOf: (role) => running[roles.indexOf(role)]?.pid(),
  };
}

/**
 * @param {{ root: string, role: Role, env: NodeJS.ProcessEnv, say: (line: string) => void, fail: (error: unknown) => void }} options
 */
function startRole({ root, role, env, say, fail }) {
  let stopping = false;
  let everReady = false;
  let deaths = 0;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  /** @type {import("./deferred.mjs").Deferred<undefined>} */
  const { promise: ready, resolve: isReady } = deferred();

  function launch() {
    const begun = Date.now();
    let lastWords = "";
    let unheard = "";
    child = spawn(
      process.execPath,
      ["--enable-source-maps", ...MEMORY[role], join(root, "dist", `${role}.mjs`)],
      // Detached: Ctrl-C in the terminal reaches only the launcher, which then stops all in order.
      { cwd: root, env, detached: true, stdio: ["ignore", "inherit", "pipe", "ipc"] },
    );
    child.stderr?.on("data", (/** @type {Buffer} */ chunk) => {
      lastWords = chunk.toString().trim().split("\n").at(-1) || lastWords;
      if (everReady) process.stderr.write(chunk);
      else unheard += chunk.toString();
    });
    child.on("message", (message) => {
      if (typeof message !== "object" || message === null || !("ready" in message)) return;
      everReady = true;
      process.stderr.write(unheard);
      isReady(undefined);
    });
    child.once("close", (code, signal) => {
      child = undefined;
      if (stopping) return;
      if (code === BAD_CONFIGURATION && !everReady) return fail(new StartError(lastWords));
      deaths = Date.now() - begun > WELL_MS ? 1 : deaths + 1;
      if (!everReady && deaths >= STARTS_WITHOUT_READY)
        return fail(
          new StartError(lastWords || `The ${role} role ended before it was ready (${signal ?? `exit code ${code}`}).`),
        );
      if (!everReady) process.stderr.write(unheard);
      const wait = RESTART_MS[Math.min(deaths, RESTART_MS.length) - 1] ?? 1_000;
      say(`The ${role} role ended (${signal ?? `exit code ${code}`}); starting it again.`);
      setTimeout(() => !stopping && launch(), wait);
    });
  }

  launch();
  return {
    ready,
    async stop() {
      stopping = true;
      const ending = child;
      if (!ending) return;
      if (ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGTERM");
      const late = delay(STOP_MS + (Number(env.SHUTDOWN_DELAY_MS) || 0), "late", { ref: false });
      if ((await Promise.race([ended, late])) !== "late") return;
      say(`The ${role} role did not stop in time and is ended.`);
      ending.kill("SIGKILL");
      await ended;
    },
    kill() {
      stopping = true;
      child?.kill("SIGKILL");
    },
    pid: () => child?.pid,
  };
}
