import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { noFaults } from "./faults";

const docs = readFileSync("docs/sandbox.md", "utf8");
/** The table's rows, cell by cell: the formatter decides how they are padded. */
const rows = docs
  .split("\n")
  .filter((line) => /^\| `\d\d`/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test.each(SANDBOX_RECIPIENTS)("docs/sandbox.md tells what $ending does", ({ ending, example, explanation }) => {
  expect(rows).toContainEqual([`\`${ending}\``, `\`${example}\``, explanation]);
});

test("docs/sandbox.md lists no others", () => {
  expect(rows).toHaveLength(SANDBOX_RECIPIENTS.length);
});

const { receipts, choices, ...faults } = noFaults(1);
const names = [
  ...Object.keys(faults),
  ...Object.keys(receipts).map((name) => `receipts.${name}`),
  ...Object.keys(choices).map((name) => `choices.${name}`),
];

test.each(names)("docs/sandbox.md explains %s", (name) => {
  expect(docs).toContain(`\`${name}\``);
});
