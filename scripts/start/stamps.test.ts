import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isStamped, stamp } from "./stamps.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidings stamps "));
  mkdirSync(join(root, "lib/room"), { recursive: true });
  writeFileSync(join(root, "lib/room/work.ts"), "one");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = () => fingerprint(root, ["lib", "absent"]);

test("touching a file changes nothing, its content and its name do", () => {
  const before = now();
  utimesSync(join(root, "lib/room/work.ts"), 1, 1);
  expect(now()).toBe(before);
  writeFileSync(join(root, "lib/room/work.ts"), "two");
  const changed = now();
  expect(changed).not.toBe(before);
  writeFileSync(join(root, "lib/room/play.ts"), "two");
  expect(now()).not.toBe(changed);
});

test("tests and what supports them do not count", () => {
  const before = now();
  writeFileSync(join(root, "lib/room/work.test.ts"), "x");
  writeFileSync(join(root, "lib/room/work.int.test.ts"), "x");
  mkdirSync(join(root, "lib/room/testing"));
  writeFileSync(join(root, "lib/room/testing/server.ts"), "x");
  expect(now()).toBe(before);
});

test("a stamp holds for the value it was set with", () => {
  const file = join(root, "dist/.built");
  expect(isStamped(file, "a")).toBe(false);
  stamp(file, "a");
  expect(isStamped(file, "a")).toBe(true);
  expect(isStamped(file, "b")).toBe(false);
});
