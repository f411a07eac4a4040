import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { step } from "./progress.mjs";
import { fingerprint, isStamped, stamp } from "./stamps.mjs";

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
 * Installs the packages of package-lock.json, tools included: the same folder then also runs the tests.
 * @param {string} root @param {AbortSignal} [signal]
 */
export async function install(root, signal) {
  const wanted = fingerprint(root, ["package-lock.json"]);
  const file = join(root, "node_modules/.tidings-installed");
  if (isStamped(file, wanted)) return;
  // Under npm it names itself; that one is sure to be there.
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [program = "npm", ...args] = [...npm, "ci", "--no-audit", "--no-fund", "--include=dev"];
  await step("Installing packages (a minute or two, once)", () =>
    run(program, args, {
      cwd: root,
      env: { ...process.env, ...PRISMA_ENV, NODE_ENV: "development" },
      failure: "The packages could not be installed",
      signal,
    }),
  );
  stamp(file, wanted);
}

/** Generates the Prisma client when the schema has changed. @param {string} root @param {AbortSignal} [signal] */
export async function generate(root, signal) {
  const wanted = fingerprint(root, ["prisma/schema.prisma", "package-lock.json"]);
  const file = join(root, "lib/platform/prisma/.generated");
  if (isStamped(file, wanted)) return;
  await step("Generating the database client", () =>
    run(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
      cwd: root,
      env: { ...process.env, ...PRISMA_ENV },
      failure: "The database client could not be generated",
      signal,
    }),
  );
  stamp(file, wanted);
}

/** Builds the pages and the roles' programs when a source has changed. @param {string} root @param {AbortSignal} [signal] */
export async function build(root, signal) {
  const wanted = fingerprint(root, SOURCES);
  const file = join(root, "dist/.built");
  const pages = join(root, ".next/BUILD_ID");
  if (isStamped(file, wanted) && existsSync(pages)) return;
  rmSync(file, { force: true });
  await step("Building", async () => {
    await run(process.execPath, [join(root, "scripts/bundle.mjs")], { cwd: root, failure: "The build failed", signal });
    await run(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      failure: "The build failed",
      signal,
    });
  });
  stamp(file, wanted);
}
