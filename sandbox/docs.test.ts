import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";

/** The table's rows, cell by cell: the formatter decides how they are padded. */
const rows = readFileSync("docs/sandbox.md", "utf8")
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
