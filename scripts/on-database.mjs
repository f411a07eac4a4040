import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inDataDir } from "./start/data-dir.mjs";
import { StartError } from "./start/failure.mjs";
import { lockDataDir } from "./start/lock.mjs";
import { runningPostgres, startPostgres } from "./start/postgres.mjs";
import { build, COMMANDS, generate, install } from "./start/prepare.mjs";
import { checkNode, keptSecretKey, readSettings } from "./start/settings.mjs";

/**
 * Runs a command of ours on the database that Tidings uses, as `npm run check:statuses` and `npm run rotate-key` do. It
 * works while Tidings runs, and when it does not; then the embedded database is started for as long as it takes.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const [command = ""] = process.argv.slice(2);

/** @param {string} dataDir @returns {Promise<{ url: string, done(): Promise<void> }>} */
async function embedded(dataDir) {
  if (!existsSync(join(dataDir, "postgres")))
    throw new StartError(`There is no database in ${dataDir}: set DATA_DIR or DATABASE_URL to the right one.`);
  const running = await runningPostgres(dataDir);
  if (running) return { url: running.url, done: async () => undefined };
  const { release } = lockDataDir(dataDir);
  const started = await startPostgres({ folder: dataDir });
  return {
    url: started.url,
    async done() {
      await started.stop();
      release();
    },
  };
}

/** @param {Record<string, string>} env @returns {Promise<number>} the exit code */
function run(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, `dist/${command}.mjs`)], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

try {
  if (!COMMANDS.includes(command)) throw new StartError(`Name a command: ${COMMANDS.join(", ")}.`);
  checkNode(process.version);
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const { databaseUrl, dataDir, secretKey } = readSettings(process.env, root);
  await install(root);
  await generate(root);
  await build(root);
  const { url, done } = databaseUrl
    ? { url: databaseUrl, done: async () => undefined }
    : await inDataDir(dataDir, () => embedded(dataDir));
  try {
    process.exitCode = await run({ DATABASE_URL: url, SECRET_KEY: secretKey ?? keptSecretKey(dataDir) });
  } finally {
    await done();
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
