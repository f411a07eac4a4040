import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClaimHeld, claim } from "./claim.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings claim "));
  file = join(folder, "claim");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOBODY = "999999999";
const take = () => claim(file, /^start\.mjs$/);

/** A living process that runs a program of this name. */
async function running(name: string) {
  const program = join(folder, name);
  writeFileSync(program, "console.log('up'); setInterval(() => undefined, 1000);");
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("a free one is taken and let go", () => {
  const { release, abandoned } = take();
  expect([existsSync(file), abandoned]).toEqual([true, null]);
  release();
  expect(existsSync(file)).toBe(false);
});

test("that of a dead process is taken over, with its notes", () => {
  writeFileSync(file, `${NOBODY}\n`);
  appendFileSync(file, "17\n18\n");
  expect(take().abandoned).toEqual(["17", "18"]);
  expect(existsSync(`${file}.${process.pid}`)).toBe(false);
});

test.each([
  ["start.mjs", true],
  ["other.mjs", false],
])("that of a living process which runs %s: held is %s", async (name, held) => {
  const child = await running(name);
  writeFileSync(file, `${child.pid}\n`);
  if (held) expect(take).toThrow(ClaimHeld);
  else expect(take().abandoned).toEqual([]);
  child.kill();
  await once(child, "exit");
  if (held) expect(take().abandoned).toEqual([]);
});

test("one that is just being written is held, one left empty long ago is not", () => {
  writeFileSync(file, "");
  expect(take).toThrow(ClaimHeld);
  utimesSync(file, 1, 1);
  expect(take().abandoned).toEqual([]);
});
