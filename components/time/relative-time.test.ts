import { describe, expect, it } from "vitest";
import { calendarDay, clockTime, duration, exactTime, timeAgo } from "./relative-time";

const now = Date.parse("2026-11-23T12:00:00.000Z");
const before = (ms: number) => new Date(now - ms).toISOString();

describe("timeAgo", () => {
  it.each([
    [0, "Just now"],
    [-3_000, "Just now"],
    [4_999, "Just now"],
    [5_000, "5 s ago"],
    [59_999, "59 s ago"],
    [60_000, "1 min ago"],
    [3_599_000, "59 min ago"],
    [3_600_000, "1 h ago"],
    [86_399_000, "23 h ago"],
    [86_400_000, "22 Nov, 14:00"],
  ])("says of %d ms ago: %s", (ms, words) => {
    expect(timeAgo(before(ms), now, "Europe/Athens")).toBe(words);
  });

  it("gives the year instead of the hour once it is another year", () => {
    expect(timeAgo("2025-03-02T10:00:00.000Z", now, "UTC")).toBe("2 Mar 2025");
  });
});

describe("exact times", () => {
  it("name their zone", () => {
    expect(exactTime("2026-11-23T11:26:03.123Z", "Europe/Athens")).toMatch(/^23 Nov 2026, 13:26:03 (GMT\+2|EET)$/);
  });
  it("follow summer time", () => {
    expect(exactTime("2026-07-01T11:00:00.000Z", "Europe/Athens")).toMatch(/14:00:00 (GMT\+3|EEST)$/);
  });
  it("go down to the millisecond in a timeline", () => {
    expect(clockTime("2026-11-23T23:59:59.007Z", "UTC")).toBe("23:59:59.007");
  });
  it("belong to the day of the zone", () => {
    expect(calendarDay("2026-11-23T23:30:00.000Z", "Europe/Athens")).toBe("24 November 2026");
  });
});

describe("duration", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_000, "1.0 s"],
    [9_999, "9.9 s"],
    [10_000, "10 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [200_000, "3 min 20 s"],
    [3_600_000, "1 h"],
    [90_000_000, "1 d 1 h"],
  ])("%d ms is %s", (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
