import { stripVTControlCharacters } from "node:util";

/**
 * What failed and why, out of what the runners report, to be told once more at the end of a long log.
 *
 * @typedef {{ title: string, why: string }} Failure
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] | null }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
 * @typedef {{ status: string, results: { errors: { message?: string, stack?: string }[] }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, line: number, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */
const LINES = 40;

/**
 * The first lines or, where the end says more, the last, without those of a stack that lead through the runner.
 * @param {string} text @param {"first" | "last"} which
 */
function lines(text, which) {
  const written = stripVTControlCharacters(text).trimEnd().split("\n");
  const all = written.filter((line) => !/^\s+at .*node_modules/.test(line));
  return (which === "first" ? all.slice(0, LINES) : all.slice(-LINES)).join("\n");
}

/** @param {{ testResults?: VitestFile[] }} report Vitest's JSON @returns {Failure[]} */
export function failuresOfVitest({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    // A file that could not be loaded has no tests.
    if (failed.length === 0) return status === "failed" ? [{ title: name, why: lines(message ?? "", "first") }] : [];
    return failed.map(({ fullName, failureMessages }) => ({
      title: `${name} › ${fullName}`,
      why: lines((failureMessages ?? []).join("\n"), "first"),
    }));
  });
}

/**
 * @param {{ suites?: PlaywrightSuite[], errors?: { message?: string, stack?: string }[] }} report Playwright's JSON
 * @returns {Failure[]}
 */
export function failuresOfPlaywright({ suites = [], errors = [] }) {
  /** @param {PlaywrightSuite} suite @returns {Failure[]} */
  const ofSuite = (suite) => [
    ...(suite.specs ?? []).flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ status, results }) => ({
          title: `${file}:${line} › ${title}${status === "flaky" ? " (passed when tried again)" : ""}`,
          why: lines(results.flatMap((result) => result.errors.map(inFull)).join("\n"), "first"),
        })),
    ),
    ...(suite.suites ?? []).flatMap(ofSuite),
  ];
  return [
    ...suites.flatMap(ofSuite),
    ...errors.map((error) => ({ title: "Playwright", why: lines(inFull(error), "first") })),
  ];
}

/** @param {{ message?: string, stack?: string }} error */
const inFull = ({ message = "", stack = "" }) => (stack.includes(message) ? stack : `${message}\n${stack}`);

/** Of a step that fails as a whole. @param {string} title @param {string} output all it said @returns {Failure} */
export const failureOfWhole = (title, output) => ({ title, why: lines(output, "last") });
