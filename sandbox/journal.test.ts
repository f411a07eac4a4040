import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./journal";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings-journal-"));
  path = join(folder, "journal");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("reads what was added, however long the lines and whatever their characters", () => {
  const lines = Array.from({ length: 50 }, (_, i) => `${i}${"καλημέρα 😀 ".repeat(i * 40)}`);
  const first = openJournal(path);
  for (const line of lines) first.add(line);
  first.close();
  const second = openJournal(path);
  expect([...second.lines()]).toEqual(lines);
  second.close();
});

test("is written anew as a whole, and grows on from there", () => {
  const journal = openJournal(path);
  journal.add("old");
  journal.rewrite(Array.from({ length: 1_200 }, (_, i) => `${i}`));
  journal.add("next");
  expect([...journal.lines()]).toEqual([...Array.from({ length: 1_200 }, (_, i) => `${i}`), "next"]);
  journal.rewrite([]);
  expect(readFileSync(path, "utf8")).toBe("");
  journal.close();
});

test("without a file nothing is kept", () => {
  const journal = openJournal(undefined);
  journal.add("line");
  journal.rewrite(["line"]);
  expect([...journal.lines()]).toEqual([]);
  journal.close();
});
