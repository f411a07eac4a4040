import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, generate, install } from "./start/prepare.mjs";
import { seconds } from "./start/progress.mjs";
import { checkNode } from "./start/settings.mjs";
import { inWords, ofPlaywright, ofVitest, sum, whole } from "./testing/count.mjs";
import { failureOfWhole, failuresOfPlaywright, failuresOfVitest } from "./testing/failures.mjs";

/**
 * `npm test`: everything, from nothing: installs what it needs (a browser too), then lint, types, unit, build,
 * integration with a small soak beside it, several processes on one database, a small chaos and end-to-end.
 * `npm test -- unit lint` runs only those. What failed is told once more at the end; the last line is the sum over all
 * of them.
 *
 * @typedef {import("./testing/count.mjs").Count} Count
 * @typedef {import("./testing/failures.mjs").Failure} Failure
 * @typedef {{ count: Count, failures: Failure[] }} Result
 * @typedef {{ name: string, work: () => Promise<Result> }} Part
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const results = mkdtempSync(join(tmpdir(), "tidings-results-"));
const only = process.argv.slice(2);
/** So long after its end a step's output is waited for. */
const LEFT_BEHIND_MS = 5_000;

/**
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, held?: boolean }} [options] `held`: what it says is told at its end
 * @returns {Promise<{ code: number, output: string }>} the exit code, and all it said
 */
function node(args, { env = {}, held = false } = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}), ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const said = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (/** @type {Buffer} */ chunk) => {
        said.push(chunk);
        if (!held) process.stdout.write(chunk);
      });
    /** @param {number} code */
    const end = (code) => {
      const output = Buffer.concat(said);
      if (held) process.stdout.write(output);
      done({ code, output: output.toString() });
    };
    child.once("error", (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      end(1);
    });
    child.once("close", (code) => end(code ?? 1));
    // What it left behind may hold on to its output.
    child.once("exit", () =>
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LEFT_BEHIND_MS).unref(),
    );
  });
}

/** What a runner wrote, or nothing where it did not get that far. @param {string} file */
const report = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/**
 * A runner that named no failure is told by its last lines.
 * @param {string} name @param {Count} count @param {Failure[]} failures @param {string} output @returns {Result}
 */
const result = (name, count, failures, output) => ({
  count,
  failures: count.failed > 0 && failures.length === 0 ? [failureOfWhole(name, output)] : failures,
});

/** @param {string} name @param {string[]} args @param {Parameters<typeof node>[1]} [options] @returns {Promise<Result>} */
async function step(name, args, options) {
  const { code, output } = await node(args, options);
  return result(name, whole(code), [], output);
}

/** @param {"unit" | "integration" | "processes"} project @returns {Promise<Result>} */
async function vitest(project) {
  const file = join(results, `${project}.json`);
  const { code, output } = await node([
    ...["node_modules/vitest/vitest.mjs", "run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  const told = report(file);
  return result(project, ofVitest(told, code), failuresOfVitest(told), output);
}

async function playwright() {
  const { ensureBrowser } = await import("./testing/browser.mjs");
  const file = join(results, "e2e.json");
  const env = { CHROMIUM_PATH: await ensureBrowser(root), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  const { code, output } = await node(args, { env });
  const told = report(file);
  return result("e2e", ofPlaywright(told, code), failuresOfPlaywright(told), output);
}

async function types() {
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  const typegen = await step("types", ["node_modules/next/dist/bin/next", "typegen"], { env });
  return typegen.count.failed > 0 ? typegen : step("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
}

async function built() {
  await build(root);
  return result("build", whole(0), [], "");
}

const BIOME = "node_modules/@biomejs/biome/bin/biome";
const SMALL_SOAK = ["--messages", "300", "--kills", "8", "--kill-every", "1.5", "--minutes", "8"];

/** In their order; those of one line are done beside each other. @type {Part[][]} */
const parts = [
  [{ name: "lint", work: () => step("lint", [BIOME, "check", "--error-on-warnings", "."]) }],
  [{ name: "types", work: types }],
  [{ name: "unit", work: () => vitest("unit") }],
  [{ name: "build", work: built }],
  [
    { name: "integration", work: () => vitest("integration") },
    // For most of its time it waits.
    { name: "soak", work: () => step("soak", ["bench/run.mjs", "soak", ...SMALL_SOAK], { held: true }) },
  ],
  [{ name: "processes", work: () => vitest("processes") }],
  [{ name: "chaos", work: () => step("chaos", ["bench/run.mjs", "chaos", "--small"]) }],
  [{ name: "e2e", work: playwright }],
];

const names = parts.flat().map(({ name }) => name);
const unknown = only.filter((word) => !names.includes(word));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(", ")} is none of ${names.join(", ")}.\n`);
  process.exit(1);
}

/** @param {string} name @param {unknown} error @returns {Result} */
function brokenBy(name, error) {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stdout.write(`${words}\n`);
  return result(name, whole(1), [], words);
}

/** @param {Part} part @returns {Promise<Result>} */
async function runPart({ name, work }) {
  process.stdout.write(`\n── ${name}\n`);
  const begun = performance.now();
  const ended = await work().catch((error) => brokenBy(name, error));
  process.stdout.write(`── ${name}: ${inWords(ended.count)}, in ${seconds(performance.now() - begun)}\n`);
  return ended;
}

/** @type {Result[]} */
const all = [];
try {
  checkNode(process.version);
  await install(root);
  await generate(root);
  for (const line of parts) {
    const asked = line.filter(({ name }) => only.length === 0 || only.includes(name));
    all.push(...(await Promise.all(asked.map(runPart))));
  }
} catch (error) {
  all.push(brokenBy("preparation", error));
} finally {
  rmSync(results, { recursive: true, force: true });
}
// The log is long, and whoever reads it may have its end alone.
for (const { title, why } of all.flatMap(({ failures }) => failures))
  process.stdout.write(`\n✗ ${title}\n${why.replace(/^/gm, "    ")}\n`);
const total = sum(all.map(({ count }) => count));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
process.stdout.write(`\n${inWords(total)}\n`);
