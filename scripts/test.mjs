import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, generate, install } from "./start/prepare.mjs";
import { seconds } from "./start/progress.mjs";
import { checkNode } from "./start/settings.mjs";
import { inWords, ofPlaywright, ofVitest, sum, whole } from "./testing/count.mjs";

/**
 * `npm test`: everything, from nothing: installs what it needs (a browser too), then lint, types, unit, build,
 * integration with a small soak beside it, several processes on one database, a small chaos and end-to-end.
 * `npm test -- unit lint` runs only those. The last line is the sum over all of them.
 *
 * @typedef {import("./testing/count.mjs").Count} Count
 * @typedef {{ name: string, work: () => Promise<Count> }} Part
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const results = mkdtempSync(join(tmpdir(), "tidings-results-"));
const only = process.argv.slice(2);

/**
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, held?: boolean }} [options] `held`: what it says is told at its end
 * @returns {Promise<number>} the exit code
 */
function node(args, { env = {}, held = false } = {}) {
  return new Promise((done) => {
    const words = held ? "pipe" : "inherit";
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", words, words],
    });
    /** @type {Buffer[]} */
    const said = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (/** @type {Buffer} */ chunk) => void said.push(chunk));
    /** @param {number} code */
    const end = (code) => {
      process.stdout.write(Buffer.concat(said));
      done(code);
    };
    child.once("error", () => end(1));
    child.once("close", (code) => end(code ?? 1));
  });
}

/** What a runner wrote, or nothing where it did not get that far. @param {string} file */
const report = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/** @param {"unit" | "integration" | "processes"} project */
async function vitest(project) {
  const file = join(results, `${project}.json`);
  const code = await node([
    ...["node_modules/vitest/vitest.mjs", "run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  return ofVitest(report(file), code);
}

async function playwright() {
  const { ensureBrowser } = await import("./testing/browser.mjs");
  const file = join(results, "e2e.json");
  const env = { CHROMIUM_PATH: await ensureBrowser(root), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const code = await node(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], { env });
  return ofPlaywright(report(file), code);
}

async function types() {
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  const typegen = await node(["node_modules/next/dist/bin/next", "typegen"], { env });
  return whole(typegen || (await node(["node_modules/typescript/bin/tsc", "--noEmit"])));
}

const BIOME = "node_modules/@biomejs/biome/bin/biome";
const SMALL_SOAK = ["--messages", "300", "--kill-every", "3", "--minutes", "4"];

/** In their order; those of one line are done beside each other. @type {Part[][]} */
const parts = [
  [{ name: "lint", work: async () => whole(await node([BIOME, "check", "--error-on-warnings", "."])) }],
  [{ name: "types", work: types }],
  [{ name: "unit", work: () => vitest("unit") }],
  [{ name: "build", work: () => build(root).then(() => whole(0)) }],
  [
    { name: "integration", work: () => vitest("integration") },
    // For most of its time it waits.
    { name: "soak", work: async () => whole(await node(["bench/run.mjs", "soak", ...SMALL_SOAK], { held: true })) },
  ],
  [{ name: "processes", work: () => vitest("processes") }],
  [{ name: "chaos", work: async () => whole(await node(["bench/run.mjs", "chaos", "--small"])) }],
  [{ name: "e2e", work: playwright }],
];

const names = parts.flat().map(({ name }) => name);
const unknown = only.filter((word) => !names.includes(word));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(", ")} is none of ${names.join(", ")}.\n`);
  process.exit(1);
}

/** @param {Part} part @returns {Promise<Count>} */
async function runPart({ name, work }) {
  process.stdout.write(`\n── ${name}\n`);
  const begun = performance.now();
  /** @type {Count} */
  let count;
  try {
    count = await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    count = whole(1);
  }
  process.stdout.write(`── ${name}: ${inWords(count)}, in ${seconds(performance.now() - begun)}\n`);
  return count;
}

/** @type {Count[]} */
const counts = [];
try {
  checkNode(process.version);
  await install(root);
  await generate(root);
  for (const line of parts) {
    const asked = line.filter(({ name }) => only.length === 0 || only.includes(name));
    counts.push(...(await Promise.all(asked.map(runPart))));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  counts.push(whole(1));
} finally {
  rmSync(results, { recursive: true, force: true });
}
const total = sum(counts);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
process.stdout.write(`\n${inWords(total)}\n`);
