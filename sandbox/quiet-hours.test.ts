import { expect, test } from "vitest";
import { quietWait } from "./quiet-hours";

const MINUTE = 60_000;

test.each([
  // Athens is 2 hours ahead in winter and 3 in summer.
  ["GR", "2026-01-15T20:59:00Z", 0],
  ["GR", "2026-01-15T21:00:00Z", 9 * 60],
  ["GR", "2026-01-15T22:30:00Z", 7 * 60 + 30],
  ["GR", "2026-01-15T05:59:00Z", 1],
  ["GR", "2026-01-15T06:00:00Z", 0],
  ["GR", "2026-07-15T05:00:00Z", 0],
  ["GR", "2026-01-15T12:00:00Z", 3 * 60],
  ["GR", "2026-01-15T15:00:00Z", 0],
  ["GB", "2026-01-15T23:00:00Z", 9 * 60],
  ["US", "2026-01-15T04:00:00Z", 0],
  [null, "2026-01-15T23:00:00Z", 0],
])("a message to %s at %s waits %d minutes", (country, at, minutes) => {
  expect(quietWait(country, Date.parse(at))).toBe(minutes * MINUTE);
});
