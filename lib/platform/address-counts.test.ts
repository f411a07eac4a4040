import { describe, expect, test } from "vitest";
import { callerOf, createAddressCounts } from "./address-counts";

const SEED = 0x5eed;
const MINUTE = 60_000;
const address = (i: number) => `${10 + (i >>> 24)}.${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;

describe("counts of addresses", () => {
  test("go up, each address for itself, and begin anew after a minute", () => {
    const table = createAddressCounts(1_024, SEED);
    expect([1, 2, 3].map(() => table.count("203.0.113.1", 0))).toEqual([1, 2, 3]);
    expect(table.count("203.0.113.2", 10)).toBe(1);
    expect(table.of("203.0.113.1", MINUTE - 1)).toBe(3);
    expect(table.secondsLeft("203.0.113.1", MINUTE - 1_500)).toBe(2);
    expect(table.count("203.0.113.1", MINUTE)).toBe(1);
  });

  test("of 200,000 addresses keep no more than the table holds, and those that do much stay known", () => {
    const table = createAddressCounts(1_024, SEED);
    const busy = Array.from({ length: 20 }, (_, i) => `198.51.100.${i}`);
    for (let i = 0; i < 200_000; i += 1) {
      table.count(address(i), i / 10);
      if (i % 100 === 0) for (const one of busy) table.count(one, i / 10);
    }
    expect(table.remembered()).toBeLessThanOrEqual(1_024);
    for (const one of busy) expect(table.of(one, 20_000)).toBeGreaterThan(1_500);
  });

  test("hardly ever take one address for another", () => {
    const table = createAddressCounts(16_384, SEED);
    let mistaken = 0;
    for (let i = 0; i < 10_000; i += 1) if (table.count(address(i), 0) > 1) mistaken += 1;
    expect(mistaken).toBeLessThan(3);
  });
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s is the caller %s", (written, caller) => expect(callerOf(written)).toBe(caller));
