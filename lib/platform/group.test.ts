import { expect, onTestFinished, test, vi } from "vitest";
import { inGroups } from "./group";
import { metrics } from "./metrics";
import { queueLengths } from "./pressure";

/** Groups of which each is done once its gate is opened. */
function heldGroups<Item>(limits: { items: number; groups: number }) {
  const gates: (() => void)[] = [];
  const groups: Item[][] = [];
  const work = inGroups(
    (items: Item[]) => {
      groups.push(items);
      return new Promise<Item[]>((resolve) => gates.push(() => resolve(items)));
    },
    { name: "test", waiting: 100, ...limits },
  );
  return { work, groups, gates, sizes: () => groups.map(({ length }) => length) };
}

test("what arrives together is done together, and each caller gets its own answer", async () => {
  const groups: number[][] = [];
  const double = inGroups(
    async (items: number[]) => {
      groups.push(items);
      return items.map((item) => item * 2);
    },
    { name: "test", items: 3, groups: 1, waiting: 10 },
  );
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(groups).toEqual([[1, 2, 3], [4]]);
});

test("what comes in the turns that follow goes along, until they are enough or have waited for long", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const groups: number[] = [];
  const work = inGroups(
    async (items: number[]) => {
      groups.push(items.length);
      return items;
    },
    { name: "test", items: 100, groups: 1, waiting: 100 },
  );
  const oneATurn = async (count: number, turnMs = 0) => {
    const all: Promise<number>[] = [];
    for (let i = 0; i < count; i += 1) {
      all.push(work(i));
      now += turnMs;
      await new Promise((turn) => setImmediate(turn));
    }
    await Promise.all(all);
  };
  await oneATurn(3);
  expect(groups.splice(0)).toEqual([3]);
  await oneATurn(40);
  expect(groups.splice(0)).toEqual([32, 8]);
  await oneATurn(6, 5);
  expect(Math.max(...groups)).toBeLessThan(4);
});

test("one bad item fails alone", async () => {
  const tried: number[][] = [];
  const work = inGroups(
    async (items: number[]) => {
      tried.push(items);
      if (items.includes(2)) throw new Error("two is bad");
      return items;
    },
    { name: "test", items: 10, groups: 1, waiting: 10 },
  );
  const results = await Promise.allSettled([1, 2, 3].map(work));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(tried).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test("while a group is being done the next one gathers", async () => {
  const { work, groups, gates } = heldGroups<string>({ items: 10, groups: 1 });
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

test("beside a group that is being done another begins for many, or for one that has waited for long", async () => {
  const { work, sizes, gates } = heldGroups<number>({ items: 100, groups: 2 });
  const all = [work(0)];
  await expect.poll(sizes).toEqual([1]);
  // Many at once, as soon as they are there.
  for (let i = 0; i < 20; i += 1) all.push(work(i));
  await expect.poll(sizes).toEqual([1, 20]);
  // No third: what comes waits for one of the two, and goes with it.
  for (let i = 0; i < 20; i += 1) all.push(work(i));
  gates[0]?.();
  await expect.poll(sizes).toEqual([1, 20, 20]);
  gates[1]?.();
  await all[1];
  // One alone, although nothing else comes and the group before it never ends.
  all.push(work(99));
  await expect.poll(sizes).toEqual([1, 20, 20, 1]);
  for (const open of gates) open();
  expect(await Promise.all(all)).toHaveLength(42);
});

test("a few that come while a group is being done go with the next one, together", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const { work, sizes, gates } = heldGroups<number>({ items: 100, groups: 2 });
  const all = [work(0)];
  await expect.poll(sizes).toEqual([1]);
  for (let i = 0; i < 5; i += 1) {
    all.push(work(i));
    now += 1;
    await new Promise((turn) => setImmediate(turn));
  }
  expect(sizes()).toEqual([1]);
  gates[0]?.();
  await expect.poll(sizes).toEqual([1, 5]);
  gates[1]?.();
  await Promise.all(all);
});

test("a group that answers for too few fails the ones left out", async () => {
  const work = inGroups(async (_: number[]) => [1], { name: "test", items: 10, groups: 1, waiting: 10 });
  const results = await Promise.allSettled([1, 2].map(work));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("what would wait beyond the limit is refused at once, and the rest is done when it can be", async () => {
  const gates: (() => void)[] = [];
  const work = inGroups((items: number[]) => new Promise<number[]>((resolve) => gates.push(() => resolve(items))), {
    name: "slow",
    items: 2,
    groups: 1,
    waiting: 3,
  });
  const begun = [work(1), work(2)];
  await expect.poll(() => gates.length).toBe(1);
  const waiting = [3, 4, 5].map(work);
  const refused = await Promise.allSettled(Array.from({ length: 1_000 }, (_, i) => work(100 + i)));
  for (const one of refused) expect(one).toMatchObject({ reason: { code: "unavailable", retryAfter: 1 } });
  expect(new Map(queueLengths()).get("slow")).toBe(3);
  const counted = await metrics().refused.get();
  expect(counted.values).toContainEqual({ value: 1_000, labels: { queue: "slow" } });
  for (let done = 1; done <= 3; done += 1) {
    await expect.poll(() => gates.length).toBe(done);
    gates[done - 1]?.();
  }
  expect(await Promise.all([...begun, ...waiting])).toEqual([1, 2, 3, 4, 5]);
  expect(new Map(queueLengths()).get("slow")).toBe(0);
});

test("while the database is away a group fails as one after a second try, and is not tried item by item", async () => {
  let tries = 0;
  const work = inGroups<number, number>(
    async () => {
      tries += 1;
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    },
    { name: "away", items: 100, groups: 1, waiting: 100 },
  );
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => work(i)));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
  expect(tries).toBe(2);
});

test("who waited for long for a database that is away does not wait once more", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  let tries = 0;
  const work = inGroups<number, number>(
    async () => {
      tries += 1;
      now += 1_000;
      throw new Error("timeout exceeded when trying to connect");
    },
    { name: "never answers", items: 100, groups: 1, waiting: 100 },
  );
  await expect(work(1)).rejects.toThrow("timeout exceeded");
  expect(tries).toBe(1);
});
