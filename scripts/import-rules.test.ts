import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The canary of the import rules: each forbidden direction must be refused by the linter, each allowed one pass. */
const FORBIDDEN = [
  ["lib/sms/canary.ts", "@/lib/platform/ids"],
  ["lib/sms/canary.ts", "../platform/ids"],
  ["lib/routee/canary.ts", "@/lib/messages/store"],
  ["lib/routee/canary.ts", "@/lib/sms/segments"],
  ["lib/platform/canary.ts", "@/lib/people/contract"],
  ["lib/people/canary.ts", "@/lib/apps/contract"],
  ["lib/apps/canary.ts", "@/lib/messages/contract"],
  ["lib/messages/canary.ts", "@/lib/receipts/ingest-receipt"],
  ["lib/messages/canary.ts", "@/lib/batches/contract"],
  ["lib/batches/canary.ts", "@/lib/callbacks/store"],
  ["lib/receipts/canary.ts", "@/lib/live/hub"],
  ["lib/receipts/canary.ts", "@/lib/compat/refusal"],
  ["lib/apps/canary.ts", "@/lib/keys/contract"],
  ["lib/keys/canary.ts", "@/lib/messages/contract"],
  ["lib/live/canary.ts", "@/app/api/door"],
  ["lib/messages/canary.ts", "next/headers"],
  ["components/canary.tsx", "@/lib/platform/database"],
  ["components/canary.tsx", "@/lib/messages/accept-message"],
  ["components/canary.tsx", "@/app/api/door"],
  ["sandbox/canary.ts", "@/lib/messages/store"],
  ["sandbox/canary.ts", "@/lib/platform/config"],
] as const;

const ALLOWED = [
  ["lib/people/session.ts", "next/headers"],
  ["lib/messages/canary.ts", "@/lib/apps/contract"],
  ["lib/batches/canary.ts", "@/lib/messages/store"],
  ["lib/receipts/canary.ts", "@/lib/messages/store"],
  ["lib/compat/canary.ts", "@/lib/batches/contract"],
  ["lib/routee/canary.ts", "@/lib/platform/log"],
  ["components/canary.tsx", "@/lib/messages/contract"],
  ["components/canary.tsx", "@/lib/messages/callback-payload"],
  ["components/canary.tsx", "@/lib/sms/segments"],
  ["app/canary.ts", "@/lib/live/hub"],
  ["sandbox/canary.ts", "@/lib/sms/segments"],
  ["sandbox/canary.ts", "@/lib/routee/wire"],
] as const;

let folder: string;
let refused: Set<string>;

/** One folder of canaries under our own configuration, linted in one run. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tidings-rules-")));
  const configuration: object = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...configuration, vcs: { enabled: false } }));
  for (const [file, imported] of [...FORBIDDEN, ...ALLOWED]) {
    const path = join(folder, canaryOf(file, imported));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import { something } from "${imported}";\n\nexport const used = something;\n`);
  }
  const { stdout } = spawnSync(
    process.execPath,
    [resolve("node_modules/@biomejs/biome/bin/biome"), "lint", "--reporter=github", "--max-diagnostics=none", "."],
    { cwd: folder, encoding: "utf8" },
  );
  const hits = stdout.matchAll(/noRestrictedImports,file=([^,]+),/g);
  refused = new Set([...hits].map(([, file = ""]) => relative(folder, resolve(folder, file))));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of its own for each pair; a rule that names one file keeps that name. */
function canaryOf(file: string, imported: string): string {
  return file.includes("canary") ? file.replace("canary", `canary-${imported.replace(/\W+/g, "-")}`) : file;
}

describe("import rules", () => {
  test.each(FORBIDDEN)("%s may not import %s", (file, imported) => {
    expect(refused).toContain(canaryOf(file, imported));
  });

  test.each(ALLOWED)("%s may import %s", (file, imported) => {
    expect(refused).not.toContain(canaryOf(file, imported));
  });
});
