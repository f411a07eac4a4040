import { expect, test } from "vitest";
import { handOverDeadline, retryDelay, searchDelay } from "./hand-over-timetable";

test("retries come quickly at first, then every half hour", () => {
  const delays = Array.from({ length: 12 }, (_, i) => retryDelay(i + 1) / 1_000);
  expect(delays).toEqual([1, 5, 15, 30, 60, 120, 300, 600, 1_800, 1_800, 1_800, 1_800]);
});

test("a lost answer is searched for seven times, further and further apart", () => {
  const delays = Array.from({ length: 8 }, (_, i) => searchDelay(i));
  expect(delays.at(-1)).toBeNull();
  const known = delays.slice(0, 7).map(Number);
  expect([...known].sort((a, b) => a - b)).toEqual(known);
  expect(known.reduce((sum, delay) => sum + delay)).toBeGreaterThan(30 * 60_000);
});

test("handing over makes sense within the message's time to live, 72 hours without one", () => {
  const created = new Date("2026-03-02T09:15:00Z");
  expect(handOverDeadline(created, 10).toISOString()).toBe("2026-03-02T09:25:00.000Z");
  expect(handOverDeadline(created, null).toISOString()).toBe("2026-03-05T09:15:00.000Z");
});
