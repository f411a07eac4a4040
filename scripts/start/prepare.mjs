import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { step } from "./progress.mjs";
import { fingerprint, isStamped, stamp } from "./stamps.mjs";
import { inTurn } from "./turn.mjs";

/** What has to be there before Tidings can run: packages, the generated Prisma client, the build. */

/** What the build is made from. */
const SOURCES = [
  ...["app", "components", "lib", "public", "sandbox", "scripts/roles", "scripts/bundle.mjs"],
  ...[
    "next.config.mjs",
    "postcss.config.mjs",
    "tsconfig.json",
    "package-lock.json",
    "prisma/schema.prisma",
    "proxy.ts",
  ],
];

/**
 * Prisma's command downloads a native engine unless it is told of one. Generating needs none; it only looks whether the
 * file exists.
 */
const PRISMA_ENV = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
};

/**
 * A step that is done only when what it is made from has changed, and by one process at a time.
 * @param {{
 *   root: string, label: string, inputs: string[], file: string, outputs?: string[], signal: AbortSignal | undefined,
 * }} options `file` keeps from what it was made last @param {(note: (group: number) => void) => Promise<void>} work
 */
async function made({ root, label, inputs, file, outputs = [], signal }, work) {
  const stampFile = join(root, file);
  const isMade = () =>
    isStamped(stampFile, fingerprint(root, inputs)) && outputs.every((output) => existsSync(join(root, output)));
  if (isMade()) return;
  await inTurn(
    root,
    async (note) => {
      if (isMade()) return;
      const wanted = fingerprint(root, inputs);
      rmSync(stampFile, { force: true });
      await step(label, () => work(note));
      stamp(stampFile, wanted);
    },
    signal,
  );
}

/**
 * Installs the packages of package-lock.json, tools included: the same folder then also runs the tests.
 * @param {string} root @param {AbortSignal} [signal]
 */
export function install(root, signal) {
  // Under npm it names itself; that one is sure to be there.
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [program = "npm", ...args] = [...npm, "ci", "--no-audit", "--no-fund", "--include=dev"];
  const label = "Installing packages (a minute or two, once)";
  const file = "node_modules/.tidings-installed";
  return made({ root, label, inputs: ["package-lock.json"], file, signal }, (note) =>
    run(program, args, {
      cwd: root,
      env: { ...process.env, ...PRISMA_ENV, NODE_ENV: "development" },
      failure: "The packages could not be installed",
      signal,
      note,
    }),
  );
}

/** Generates the Prisma client when the schema has changed. @param {string} root @param {AbortSignal} [signal] */
export function generate(root, signal) {
  const label = "Generating the database client";
  const inputs = ["prisma/schema.prisma", "package-lock.json"];
  return made({ root, label, inputs, file: "lib/platform/prisma/.generated", signal }, (note) =>
    run(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
      cwd: root,
      env: { ...process.env, ...PRISMA_ENV },
      failure: "The database client could not be generated",
      signal,
      note,
    }),
  );
}

/** Programs that are run on the database by hand, each of scripts/<name>.ts. */
export const COMMANDS = ["check-statuses", "rotate-key"];

/** Builds the pages and the roles' programs when a source has changed. @param {string} root @param {AbortSignal} [signal] */
export function build(root, signal) {
  const outputs = [".next/BUILD_ID", ...["web", "worker", "sandbox", ...COMMANDS].map((name) => `dist/${name}.mjs`)];
  return made({ root, label: "Building", inputs: SOURCES, file: "dist/.built", outputs, signal }, async (note) => {
    const failure = "The build failed";
    await run(process.execPath, [join(root, "scripts/bundle.mjs")], { cwd: root, failure, signal, note });
    await run(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      failure,
      signal,
      note,
    });
  });
}
