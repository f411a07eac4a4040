import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";

const page = readFileSync("docs/sandbox.md", "utf8");

test.each(SANDBOX_RECIPIENTS)("docs/sandbox.md tells what $ending does", ({ ending, example, explanation }) => {
  expect(page).toContain(`| \`${ending}\` | \`${example}\` | ${explanation} |`);
});

test("docs/sandbox.md lists no others", () => {
  expect(page.match(/^\| `\d\d` \|/gm)).toHaveLength(SANDBOX_RECIPIENTS.length);
});
