import { expect, test } from "vitest";
import { inWords, ofPlaywright, ofVitest, sum, whole } from "./count.mjs";

test.each([
  [ofVitest({ numPassedTests: 3, numFailedTests: 0 }, 0), "3 passed, 0 failed"],
  [
    ofVitest({ numPassedTests: 3, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }, 1),
    "3 passed, 2 failed, 2 skipped",
  ],
  // A file that cannot be loaded names no test; a runner that crashes writes no report.
  [ofVitest({ numPassedTests: 3, numFailedTests: 0 }, 1), "3 passed, 1 failed"],
  [ofVitest({}, 1), "0 passed, 1 failed"],
  [ofPlaywright({ stats: { expected: 4, flaky: 1, unexpected: 1, skipped: 2 } }, 1), "4 passed, 2 failed, 2 skipped"],
  [ofPlaywright({}, 1), "0 passed, 1 failed"],
  [whole(0), "1 passed, 0 failed"],
  [whole(2), "0 passed, 1 failed"],
])("%o reads %s", (count, line) => expect(inWords(count)).toBe(line));

test("the sum adds each kind", () => {
  const parts = [whole(0), whole(1), { passed: 3, failed: 0, skipped: 2 }];
  expect(sum(parts)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  expect(inWords(sum([]))).toBe("0 passed, 0 failed");
});
