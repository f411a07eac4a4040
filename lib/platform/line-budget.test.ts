import { expect, test } from "vitest";
import { createLineBudget } from "./line-budget";

test("of many like lines a few a second are written, and the next says how many were left out", () => {
  const budget = createLineBudget(3);
  const taken = Array.from({ length: 9_000 }, (_, i) => budget.take("failed", i / 9));
  expect(taken.filter((one) => one !== null)).toEqual([0, 0, 0]);
  expect(budget.take("slow", 999)).toBe(0);
  expect(budget.take("failed", 1_000)).toBe(8_997);
  expect(budget.take("failed", 1_001)).toBe(0);
});
