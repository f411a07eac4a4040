import { expect, test } from "vitest";
import { connectionWords } from "./connection-words";

const connection = {
  state: "closed",
  failures: 0,
  since: null,
  retryAt: null,
  lastFailureAt: null,
  problem: null,
} as const;

test("the states of a connection have words of their own", () => {
  const words = [
    connection,
    { ...connection, failures: 1 },
    { ...connection, failures: 3 },
    { ...connection, state: "open" as const, failures: 8 },
    { ...connection, state: "half_open" as const, failures: 8 },
  ].map(connectionWords);
  expect(words.map(({ word }) => word)).toEqual([
    "Working",
    "Working, with failures",
    "Working, with failures",
    "Paused",
    "Trying again",
  ]);
  expect(words[2]?.sentence).toContain("3 requests");
  expect(words[3]?.sentence).toContain("8 requests in a row");
});
