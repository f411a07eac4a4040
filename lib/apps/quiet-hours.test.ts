import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietUntil } from "./quiet-hours";

const NIGHT = { from: "22:00", until: "08:00", zone: "Europe/Athens" };
const NOON = { from: "14:00", until: "17:00", zone: "UTC" };
const end = (hours: typeof NIGHT, now: string) => quietUntil(hours, new Date(now))?.toISOString() ?? null;

describe("quietUntil", () => {
  test.each([
    [NOON, "2026-03-02T13:59:59Z", null],
    [NOON, "2026-03-02T14:00:00Z", "2026-03-02T17:00:00.000Z"],
    [NOON, "2026-03-02T16:59:59.999Z", "2026-03-02T17:00:00.000Z"],
    [NOON, "2026-03-02T17:00:00Z", null],
    // Athens is two hours ahead in winter.
    [NIGHT, "2026-03-02T19:59:00Z", null],
    [NIGHT, "2026-03-02T20:00:00Z", "2026-03-03T06:00:00.000Z"],
    [NIGHT, "2026-03-03T05:59:00Z", "2026-03-03T06:00:00.000Z"],
    [NIGHT, "2026-03-03T06:00:00Z", null],
    // The night in which the clock goes forward (March 29, 3:00) is an hour shorter, the one in October longer.
    [NIGHT, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
    [NIGHT, "2026-10-24T22:00:00Z", "2026-10-25T06:00:00.000Z"],
  ])("%j at %s: %s", (hours, now, until) => {
    expect(end(hours, now)).toBe(until);
  });

  test("ends within a day, and it is not quiet then", () => {
    const time = fc
      .integer({ min: 0, max: 1_439 })
      .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));
    const zone = fc.constantFrom("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland", "Europe/Athens");
    const moment = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, zone, moment, (from, until, inZone, now) => {
        fc.pre(from !== until);
        const found = quietUntil({ from, until, zone: inZone }, now);
        if (!found) return;
        expect(found.getTime()).toBeGreaterThan(now.getTime() - 3_600_000);
        expect(found.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });
});
