import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "../scripts/start/failure.mjs";
import { build, generate, install } from "../scripts/start/prepare.mjs";
import { checkNode } from "../scripts/start/settings.mjs";

/**
 * Runs a measurement: `node bench/run.mjs receipts`. Builds Tidings when it has to, bundles the measurement and runs
 * it as a process of its own. What follows the name goes to it.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const [name = "", ...args] = process.argv.slice(2);

/** @param {string} file @returns {Promise<number>} the exit code */
function run(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: "inherit" });
    // A terminal's Ctrl-C reaches the child too, which cleans up; a signal to this process alone does not.
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    process.on("SIGINT", () => undefined);
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

try {
  if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, `bench/${name}.ts`)))
    throw new StartError("Name a measurement of bench/, for example: node bench/run.mjs receipts");
  checkNode(process.version);
  await install(root);
  await generate(root);
  await build(root);
  const outfile = join(root, `dist/bench/${name}.mjs`);
  const { build: bundle } = await import("esbuild");
  await bundle({
    absWorkingDir: root,
    entryPoints: [join(root, `bench/${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    tsconfig: join(root, "tsconfig.json"),
    logLevel: "warning",
  });
  process.exitCode = await run(outfile);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
