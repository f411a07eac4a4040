import { expect, test } from "vitest";
import { chance } from "./chance";

const numbers = (seed: number) => Array.from({ length: 10_000 }, (_, i) => chance(seed, "lost", i));

test("the same question has the same answer, another one another", () => {
  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1)).not.toEqual(numbers(2));
  expect(chance(1, "lost", 5)).not.toBe(chance(1, "late", 5));
});

test("numbers are spread evenly from 0 up to 1", () => {
  const all = numbers(3);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...all)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = all.filter((one) => Math.floor(one * 10) === tenth).length / all.length;
    expect(share).toBeGreaterThan(0.085);
    expect(share).toBeLessThan(0.115);
  }
});
