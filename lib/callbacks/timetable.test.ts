import { describe, expect, test } from "vitest";
import { meaningOf, nextAttemptDelay, problemOf } from "./timetable";

describe("nextAttemptDelay", () => {
  test("is the contract's timetable, and ends", () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => (nextAttemptDelay(attempts, null) ?? 0) / 60_000);
    expect(minutes).toEqual([1 / 12, 5, 30, 120, 300, 600, 600, 0]);
    expect(nextAttemptDelay(8, null)).toBeNull();
  });

  test("Retry-After counts when it is longer, a day of it at most", () => {
    expect(nextAttemptDelay(1, 60_000)).toBe(60_000);
    expect(nextAttemptDelay(2, 60_000)).toBe(300_000);
    expect(nextAttemptDelay(1, 1e12)).toBe(86_400_000);
    expect(nextAttemptDelay(8, 60_000)).toBeNull();
  });
});

describe("an answer", () => {
  test.each([
    [200, "delivered"],
    [204, "delivered"],
    [299, "delivered"],
    [301, "failed"],
    [304, "failed"],
    [404, "failed"],
    [410, "gone"],
    [429, "failed"],
    [500, "failed"],
  ])("%i means %s", (status, meaning) => {
    expect(meaningOf(status)).toBe(meaning);
  });

  test("that is no success is told in words", () => {
    expect(problemOf(302)).toContain("redirect");
    expect(problemOf(410)).toContain("no more");
    expect(problemOf(503)).toBe("The receiver answered 503.");
  });
});
