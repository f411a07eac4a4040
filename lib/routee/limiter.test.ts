import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLimiter } from "./limiter";

describe("createLimiter", () => {
  test("never lets more pass at once than it should, in order, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ key: fc.constantFrom("a", "b"), turns: fc.nat(4), fails: fc.boolean() }), {
          maxLength: 30,
        }),
        async (max, jobs) => {
          const limiter = createLimiter(max);
          const inside = new Map<string, number>();
          const began: number[] = [];
          const done = await Promise.allSettled(
            jobs.map(({ key, turns, fails }, index) =>
              limiter.run(key, async () => {
                began.push(index);
                inside.set(key, (inside.get(key) ?? 0) + 1);
                expect(inside.get(key)).toBeLessThanOrEqual(max);
                for (let turn = 0; turn < turns; turn += 1) await new Promise((next) => setImmediate(next));
                inside.set(key, (inside.get(key) ?? 0) - 1);
                if (fails) throw new Error("no");
                return index;
              }),
            ),
          );
          expect(done.map(({ status }) => status)).toEqual(jobs.map(({ fails }) => (fails ? "rejected" : "fulfilled")));
          for (const key of ["a", "b"]) {
            const order = began.filter((index) => jobs[index]?.key === key);
            expect(order).toEqual([...order].sort((a, b) => a - b));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("one key does not keep another waiting", async () => {
    const limiter = createLimiter(1);
    const held: (() => void)[] = [];
    const stuck = limiter.run("a", () => new Promise<void>((free) => held.push(free)));
    expect(await limiter.run("b", async () => "passed")).toBe("passed");
    for (const free of held) free();
    await stuck;
  });
});
