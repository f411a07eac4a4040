import { expect, test } from "vitest";
import { failureOfWhole, failuresOfPlaywright, failuresOfVitest } from "./failures.mjs";

test("of Vitest: each failed test by its file and name, and a file that could not be loaded", () => {
  const report = {
    testResults: [
      { name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed", fullName: "adds" }] },
      {
        name: "b.test.ts",
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "adds" },
          {
            status: "failed",
            fullName: "group takes away",
            failureMessages: ["\u001b[31mexpected 1\u001b[39m\n at b:3\n at f (x/node_modules/y.js:2)"],
          },
        ],
      },
      { name: "c.test.ts", status: "failed", message: "Cannot find module", assertionResults: [] },
    ],
  };
  expect(failuresOfVitest(report)).toEqual([
    { title: "b.test.ts › group takes away", why: "expected 1\n at b:3" },
    { title: "c.test.ts", why: "Cannot find module" },
  ]);
  expect(failuresOfVitest({})).toEqual([]);
});

test("of Playwright: what failed, what passed only when tried again, and what belongs to no test", () => {
  const spec = (title: string, status: string, message: string) => ({
    title,
    file: "a.spec.ts",
    line: 7,
    tests: [{ status, results: [{ errors: [{ message, stack: `Error: ${message}\n    at a.spec.ts:8` }] }] }],
  });
  const report = {
    suites: [
      {
        title: "a.spec.ts",
        specs: [spec("opens", "expected", "")],
        suites: [
          { title: "phone", specs: [spec("closes", "unexpected", "no button"), spec("waits", "flaky", "late")] },
        ],
      },
    ],
    errors: [{ message: "the server did not start" }],
  };
  expect(failuresOfPlaywright(report)).toEqual([
    { title: "a.spec.ts:7 › closes", why: "Error: no button\n    at a.spec.ts:8" },
    { title: "a.spec.ts:7 › waits (passed when tried again)", why: "Error: late\n    at a.spec.ts:8" },
    { title: "Playwright", why: "the server did not start" },
  ]);
  expect(failuresOfPlaywright({})).toEqual([]);
});

test("of a whole step: its last lines", () => {
  const output = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
  expect(failureOfWhole("chaos", `${output}\n`).why.split("\n")).toEqual(output.split("\n").slice(60));
});
