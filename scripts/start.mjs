import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { killCommands, run } from "./start/command.mjs";
import { inDataDir, namingDataDir } from "./start/data-dir.mjs";
import { deferred } from "./start/deferred.mjs";
import { StartError } from "./start/failure.mjs";
import { checkPort, lockDataDir } from "./start/lock.mjs";
import { build, generate, install } from "./start/prepare.mjs";
import { seconds } from "./start/progress.mjs";
import { startRoles } from "./start/roles.mjs";
import { checkNode, keptSecretKey, prepareDataDir, readSettings } from "./start/settings.mjs";

/**
 * `npm start`: installs, builds, starts the database, migrates, and runs the roles until it is told to stop. What is
 * there already is skipped. Each failure ends in one line that says what to do.
 *
 * @typedef {{ stop(): Promise<void> | void, kill(): void }} Started
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const begun = performance.now();
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** What was started, in order; stopped in the opposite order. @type {Started[]} */
const started = [];
/** Aborted when it is time to stop. */
const quit = new AbortController();
const { signal } = quit;
const stopped = new Promise((resolve) => signal.addEventListener("abort", resolve));
let ready = false;
/** How long a step that cannot be interrupted may take to end when it is time to stop. */
const LEAVE_MS = 5_000;
/** Rejects when something that was started cannot go on. @type {import("./start/deferred.mjs").Deferred<never>} */
const broken = deferred();

for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(name, () => {
    if (signal.aborted) {
      say("Stopping at once.");
      killCommands();
      for (const one of started) one.kill();
      process.exit(1);
    }
    say("\nStopping…");
    quit.abort();
  });
process.on("uncaughtException", broken.reject);
// Whoever read the output has gone (a closed terminal, `| head`): nothing to tell, and no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

async function start() {
  checkNode(process.version);
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const settings = readSettings(process.env, root);
  const { port, sandboxPort, roles, dataDir, databaseUrl } = settings;
  prepareDataDir(dataDir);
  const { release, abandoned } = await inDataDir(dataDir, () => lockDataDir(dataDir));
  started.push({ stop: release, kill: release });
  const secretKey = settings.secretKey ?? (await inDataDir(dataDir, () => keptSecretKey(dataDir)));
  if (roles.includes("web")) await checkPort(port, "PORT", { abandoned });
  if (roles.includes("sandbox")) await checkPort(sandboxPort, "SANDBOX_PORT", { host: "127.0.0.1", abandoned });

  await install(root, signal);
  await generate(root, signal);
  await build(root, signal);
  const url = databaseUrl ?? (await inDataDir(dataDir, () => startDatabase(dataDir)));
  await (databaseUrl ? migrate(url) : inDataDir(dataDir, () => migrate(url)));
  signal.throwIfAborted();
  await runRoles(settings, url, secretKey);
}

/** In a process of its own: the engine takes more memory than the launcher should keep. @param {string} url */
function migrate(url) {
  return run(process.execPath, [join(root, "scripts/migrate.mjs")], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    failure: "The database could not be brought up to date",
    brief: true,
    signal,
  });
}

/** @param {string} dataDir */
async function startDatabase(dataDir) {
  const { keepDatabase } = await import("./start/database.mjs");
  const database = await keepDatabase({ folder: dataDir, say, signal });
  started.push(database);
  database.failed.catch((error) => broken.reject(namingDataDir(dataDir, error)));
  return database.url;
}

/** @param {import("./start/settings.mjs").Settings} settings @param {string} databaseUrl @param {string} secretKey */
async function runRoles({ port, sandboxPort, publicUrl, roles, dataDir }, databaseUrl, secretKey) {
  const running = startRoles({
    root,
    roles,
    say,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // glibc keeps a heap for each thread and core; two are plenty, and save tens of megabytes.
      MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "2",
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_JOURNAL: join(dataDir, "sandbox.jsonl"),
    },
  });
  started.push(running);
  running.failed.catch(broken.reject);
  await Promise.race([running.ready, stopped]);
  signal.throwIfAborted();
  ready = true;
  const took = seconds(performance.now() - begun);
  if (!roles.includes("web")) return say(`\nTidings runs ${roles.join(" and ")} (${took}).`);
  say(`\nTidings is ready at ${publicUrl} (${took}).`);
  const setup = await fetch(`http://localhost:${port}/api/setup`, { signal }).then((response) => response.json());
  say(setup.needed ? "Open it to create the first account." : "Open it and sign in with your account.");
  say("Ctrl-C stops it.");
}

/** @param {unknown} error */
function tell(error) {
  const known = error instanceof StartError;
  const what =
    error instanceof Error && !known ? (error.stack ?? error.message) : String(known ? error.message : error);
  process.stderr.write(`\nTidings ${ready ? "cannot go on" : "could not start"}. ${what}\n`);
  process.exitCode = 1;
}

/** Stops what was started, the last first. */
async function stopAll() {
  quit.abort();
  // A step that is under way may still add to what has to be stopped.
  await Promise.race([Promise.allSettled([starting]), delay(LEAVE_MS)]);
  for (const one of started.reverse()) {
    try {
      await one.stop();
    } catch (error) {
      tell(error);
    }
  }
}

const starting = start();
try {
  await Promise.race([starting, broken.promise]);
  await Promise.race([stopped, broken.promise]);
} catch (error) {
  if (!signal.aborted) tell(error);
}
await stopAll();
if (!process.exitCode) say("Stopped.");
process.exit();
