import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "./command.mjs";
import { reasonIn } from "./failure.mjs";
import { isAlive } from "./processes.mjs";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tidings command "));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const node = (code: string, options: Partial<Parameters<typeof run>[2]> = {}) =>
  run(process.execPath, ["-e", code], { cwd, failure: "The work failed", ...options });

test("a program that succeeds says nothing", async () => {
  await expect(node("console.log('done')")).resolves.toBeUndefined();
});

test("one that fails says why, in brief", async () => {
  const code = "console.error('ERROR: the disk is full\\ncleaning up'); process.exit(2)";
  await expect(node(code, { brief: true })).rejects.toThrow(/^The work failed: ERROR: the disk is full$/);
});

test("one that says nothing is told by its exit code, one that is not there by its name", async () => {
  await expect(node("process.exit(2)", { brief: true })).rejects.toThrow("The work failed: exit code 2");
  await expect(run("no-such-program", [], { cwd, failure: "The work failed" })).rejects.toThrow(/no-such-program/);
});

test("being told to stop ends it with all that it started", async () => {
  const quit = new AbortController();
  const code = `const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
    require("node:fs").writeFileSync("pid", String(child.pid)); setInterval(() => 0, 1000);`;
  const work = node(code, { signal: quit.signal });
  const file = join(cwd, "pid");
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toBeTruthy();
  quit.abort();
  await expect(work).rejects.toBe(quit.signal.reason);
  await expect.poll(() => isAlive(Number(readFileSync(file, "utf8")))).toBe(false);
  await expect(node("", { signal: quit.signal })).rejects.toBe(quit.signal.reason);
});

test.each([
  ["", ""],
  ["one\ntwo\n", "two"],
  ["FATAL:  no room\nLOG:  shut down", "FATAL:  no room"],
])("the reason in %o is %o", (output, reason) => expect(reasonIn(output)).toBe(reason));
