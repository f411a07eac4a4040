import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "./start/command.mjs";
import { StartError } from "./start/failure.mjs";
import { checkPort, lockDataDir } from "./start/lock.mjs";
import { build, generate, install } from "./start/prepare.mjs";
import { seconds } from "./start/progress.mjs";
import { startRoles } from "./start/roles.mjs";
import { checkNode, keptSecretKey, prepareDataDir, readSettings } from "./start/settings.mjs";

/**
 * `npm start`: installs, builds, starts the database, migrates, and runs the roles until it is told to stop. What is
 * there already is skipped. Each failure ends in one line that says what to do.
 */
const root = resolve(import.meta.dirname, "..");
const begun = performance.now();
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** What was started, in order; stopped in the opposite order. @type {(() => Promise<void> | void)[]} */
const toStop = [];
let stopping = false;

async function stopAll() {
  if (stopping) {
    say("Stopping at once.");
    process.exit(1);
  }
  stopping = true;
  for (const stop of toStop.reverse()) await stop();
}

/** @param {unknown} error */
async function fail(error) {
  if (error instanceof StartError) process.stderr.write(`\nTidings could not start. ${error.message}\n`);
  else
    process.stderr.write(
      `\nTidings failed. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  await stopAll();
  process.exit(1);
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, async () => {
    say(stopping ? "" : "\nStopping…");
    await stopAll();
    say("Stopped.");
    process.exit(0);
  });

async function start() {
  checkNode(process.version);
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const settings = readSettings(process.env);
  const { port, sandboxPort, roles, dataDir } = settings;
  prepareDataDir(dataDir);
  toStop.push(lockDataDir(dataDir));
  if (roles.includes("web")) await checkPort(port, "PORT");
  if (roles.includes("sandbox")) await checkPort(sandboxPort, "SANDBOX_PORT", "127.0.0.1");

  await install(root);
  await generate(root);
  await build(root);
  if (stopping) return;
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(dataDir));
  // A process of its own: the engine takes more memory than the launcher should keep.
  await run(process.execPath, [join(root, "scripts/migrate.mjs")], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    failure: "The database could not be brought up to date",
  });
  if (stopping) return;
  await runRoles(settings, databaseUrl);
}

/** @param {string} dataDir */
async function startDatabase(dataDir) {
  const { startPostgres } = await import("./start/postgres.mjs");
  const postgres = await startPostgres({ folder: dataDir });
  toStop.push(() => postgres.stop());
  return postgres.url;
}

/** @param {import("./start/settings.mjs").Settings} settings @param {string} databaseUrl */
async function runRoles({ port, sandboxPort, publicUrl, roles, dataDir, secretKey }, databaseUrl) {
  const started = startRoles({
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
      SECRET_KEY: secretKey ?? keptSecretKey(dataDir),
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_JOURNAL: join(dataDir, "sandbox.jsonl"),
    },
  });
  toStop.push(() => started.stop());
  started.failed.catch(fail);
  await started.ready;
  if (stopping) return;
  const took = seconds(performance.now() - begun);
  if (!roles.includes("web")) return say(`\nTidings runs ${roles.join(" and ")} (${took}).`);
  say(`\nTidings is ready at ${publicUrl} (${took}).`);
  const setup = await fetch(`http://localhost:${port}/api/setup`).then((response) => response.json());
  say(setup.needed ? "Open it to create the first account." : "Open it and sign in with your account.");
  say("Ctrl-C stops it.");
}

start().catch(fail);
