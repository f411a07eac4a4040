import { expect, test } from "vitest";
import { inGroups } from "./group";

test("what arrives together is done together, and each caller gets its own answer", async () => {
  const groups: number[][] = [];
  const double = inGroups(
    async (items: number[]) => {
      groups.push(items);
      return items.map((item) => item * 2);
    },
    { items: 3, groups: 1 },
  );
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(groups).toEqual([[1, 2, 3], [4]]);
});

test("one bad item fails alone", async () => {
  const tried: number[][] = [];
  const work = inGroups(
    async (items: number[]) => {
      tried.push(items);
      if (items.includes(2)) throw new Error("two is bad");
      return items;
    },
    { items: 10, groups: 1 },
  );
  const results = await Promise.allSettled([1, 2, 3].map(work));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(tried).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test("while a group is being done the next one gathers", async () => {
  const gates: (() => void)[] = [];
  const groups: string[][] = [];
  const work = inGroups(
    (items: string[]) => {
      groups.push(items);
      return new Promise<string[]>((resolve) => gates.push(() => resolve(items)));
    },
    { items: 10, groups: 1 },
  );
  const first = work("a");
  await expect.poll(() => groups.length).toBe(1);
  const rest = Promise.all([work("b"), work("c")]);
  gates[0]?.();
  await first;
  await expect.poll(() => groups.length).toBe(2);
  gates[1]?.();
  expect(await rest).toEqual(["b", "c"]);
  expect(groups).toEqual([["a"], ["b", "c"]]);
});

test("a group that answers for too few fails the ones left out", async () => {
  const work = inGroups(async (_: number[]) => [1], { items: 10, groups: 1 });
  const results = await Promise.allSettled([1, 2].map(work));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});
