import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, startAt } from "./positions";

const look = (visible: number[], xmin: number, xmax: number) => ({
  visible: visible.map(BigInt),
  xmin: BigInt(xmin),
  xmax: BigInt(xmax),
});

describe("positions", () => {
  test("pass on in order what is visible, and remember how far", () => {
    const { fresh, after } = advance(startAt(10n), look([12, 11], 5, 5));
    expect(fresh).toEqual([11n, 12n]);
    expect(after.upTo).toBe(12n);
  });

  test("a gap holds back the place to resume from, not the news", () => {
    // Transaction 7 has taken position 11 and has not committed; 12 is there already.
    const first = advance(startAt(10n), look([12], 7, 9));
    expect(first.fresh).toEqual([12n]);
    expect(first.after.upTo).toBe(10n);
    const second = advance(first.after, look([11, 12], 9, 9));
    expect(second.fresh).toEqual([11n]);
    expect(second.after).toMatchObject({ upTo: 12n });
    expect(second.after.beyond.size).toBe(0);
  });

  test("a gap is given up once all that ran when it was noticed have ended", () => {
    const noticed = advance(startAt(10n), look([12], 7, 9)).after;
    expect(advance(noticed, look([12], 8, 20)).after.upTo).toBe(10n);
    expect(advance(noticed, look([12], 9, 20)).after.upTo).toBe(12n);
  });

  test("whatever order transactions commit in, each event is passed on once and none is skipped", () => {
    fc.assert(
      fc.property(
        // Each transaction takes one position (its place in this list) and then commits or aborts, in some order.
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }).chain((commits) =>
          fc.record({
            commits: fc.constant(commits),
            order: fc.shuffledSubarray([...commits.keys()], { minLength: commits.length, maxLength: commits.length }),
          }),
        ),
        ({ commits, order }) => {
          let state = startAt(0n);
          const passed: bigint[] = [];
          const ended = new Set<number>();
          for (const transaction of order) {
            ended.add(transaction);
            const running = [...commits.keys()].filter((other) => !ended.has(other));
            const visible = [...ended].filter((other) => commits[other]).map((other) => BigInt(other + 1));
            const result = advance(state, {
              visible: visible.filter((position) => position > state.upTo),
              xmin: BigInt(running.length > 0 ? Math.min(...running) : commits.length),
              xmax: BigInt(commits.length),
            });
            passed.push(...result.fresh);
            state = result.after;
            // Resuming from here misses nothing that commits later.
            for (const other of running) expect(BigInt(other + 1) > state.upTo).toBe(true);
          }
          const committed = [...commits.keys()].filter((one) => commits[one]).map((one) => BigInt(one + 1));
          expect([...passed].sort((a, b) => (a < b ? -1 : 1))).toEqual(committed);
        },
      ),
    );
  });
});
