/** How many tests passed, out of what the runners report. @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** A step that passes or fails as a whole counts as one test. @param {number} code its exit code @returns {Count} */
export const whole = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/**
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number }} report
 * Vitest's JSON @param {number} code its exit code
 * @returns {Count}
 */
export function ofVitest({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 }, code) {
  return honest({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }, code);
}

/**
 * A test that passed only when it was tried again has failed.
 * @param {{ stats?: { expected?: number, flaky?: number, unexpected?: number, skipped?: number } }} report Playwright's
 * JSON @param {number} code its exit code
 * @returns {Count}
 */
export function ofPlaywright({ stats: { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = {} }, code) {
  return honest({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

/** A runner that failed without naming a failed test still failed. @param {Count} count @param {number} code @returns {Count} */
const honest = (count, code) => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

/** @param {readonly Count[]} counts @returns {Count} */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** The line by which others read the result. @param {Count} count */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
