import { join, resolve } from "node:path";
import { build } from "esbuild";
import { COMMANDS } from "./start/prepare.mjs";

/**
 * Makes the programs of the roles, dist/web.mjs, dist/worker.mjs and dist/sandbox.mjs, and of the commands. Bundled ahead, they start faster
 * and take less memory than TypeScript run as it is.
 */
const root = resolve(import.meta.dirname, "..");

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  outdir: join(root, "dist"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: "linked",
  tsconfig: join(root, "tsconfig.json"),
  logLevel: "warning",
};

await build({
  ...common,
  entryPoints: { web: join(root, "scripts/roles/web.ts") },
  inject: [join(root, "scripts/roles/fast-response.ts")],
});
await build({
  ...common,
  entryPoints: {
    worker: join(root, "scripts/roles/worker.ts"),
    sandbox: join(root, "sandbox/main.ts"),
    ...Object.fromEntries(COMMANDS.map((name) => [name, join(root, `scripts/${name}.ts`)])),
  },
});
