import { expect, test } from "vitest";
import { monthOf } from "./months";
import { idAt as idOf } from "./testing/copy-of";

const idAt = (moment: string) => idOf(Date.parse(moment));

test("ids of one month name its partitions", () => {
  expect(monthOf([idAt("2026-11-01T00:00:00.000Z"), idAt("2026-11-30T23:59:59.999Z")])).toBe("_y2026m11");
  expect(monthOf([idAt("2027-01-15T12:00:00Z")])).toBe("_y2027m01");
});

test("ids of several months, or none, name the table of all", () => {
  expect(monthOf([idAt("2026-11-30T23:59:59.999Z"), idAt("2026-12-01T00:00:00.000Z")])).toBe("");
  expect(monthOf([idAt("2025-11-02T00:00:00Z"), idAt("2026-11-02T00:00:00Z")])).toBe("");
  expect(monthOf([])).toBe("");
});
