import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, lacksBounds, startAt, withBounds } from "./positions";

const look = (visible: number[], xmin: number) => ({ visible: visible.map(BigInt), xmin: BigInt(xmin) });

describe("positions", () => {
  test("pass on in order what is visible, and remember how far", () => {
    const { fresh, after } = advance(startAt(10n), look([12, 11], 5));
    expect(fresh).toEqual([11n, 12n]);
    expect(after.upTo).toBe(12n);
  });

  test("a gap holds back the place to resume from, not the news", () => {
    // Transaction 7 has taken position 11 and has not committed; 12 is there already.
    const first = advance(startAt(10n), look([12], 7));
    expect(first.fresh).toEqual([12n]);
    expect(first.after.upTo).toBe(10n);
    const second = advance(first.after, look([11, 12], 9));
    expect(second.fresh).toEqual([11n]);
    expect(second.after).toMatchObject({ upTo: 12n });
    expect(second.after.beyond.size).toBe(0);
  });

  test("a gap is given up once all that ran when it was noticed have ended", () => {
    const noticed = withBounds(advance(startAt(10n), look([12], 7)).after, 9n);
    expect(lacksBounds(noticed)).toBe(false);
    expect(advance(noticed, look([12], 8)).after.upTo).toBe(10n);
    expect(advance(noticed, look([12], 9)).after.upTo).toBe(12n);
  });

  test("a gap is not given up by the look that notices it, although no transaction that it knows of is running", () => {
    // Transaction 8 took 11 before 7 took 12. 7 is the last that has ended, so that for the snapshot nothing runs.
    const { after } = advance(startAt(10n), look([12], 8));
    expect([after.upTo, lacksBounds(after)]).toEqual([10n, true]);
    expect(advance(after, look([12], 8)).after.upTo).toBe(10n);
    expect(advance(withBounds(after, 9n), look([11, 12], 10)).fresh).toEqual([11n]);
  });

  test("whatever order transactions commit in, each event is passed on once and none is skipped", () => {
    fc.assert(
      fc.property(
        // Each transaction has an id (its place in this list), takes one position, of another order, and then commits or
        // aborts, in a third one.
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }).chain((commits) => {
          const all = { minLength: commits.length, maxLength: commits.length };
          const order = () => fc.shuffledSubarray([...commits.keys()], all);
          return fc.record({ commits: fc.constant(commits), positions: order(), order: order() });
        }),
        ({ commits, positions, order }) => {
          let state = startAt(0n);
          const passed: bigint[] = [];
          const ended = new Set<number>();
          const positionOf = (transaction: number) => BigInt(positions.indexOf(transaction) + 1);
          for (const transaction of [...order, commits.length]) {
            ended.add(transaction);
            const running = [...commits.keys()].filter((other) => !ended.has(other));
            // As PostgreSQL has it: what is above the last that has ended is not in the snapshot.
            const xmax = Math.max(...ended) + 1;
            const visible = [...ended].filter((other) => commits[other]).map(positionOf);
            const result = advance(state, {
              visible: visible.filter((position) => position > state.upTo),
              xmin: BigInt(Math.min(xmax, ...running)),
            });
            passed.push(...result.fresh);
            state = withBounds(result.after, BigInt(commits.length));
            // Resuming from here misses nothing that commits later.
            for (const other of running) if (commits[other]) expect(positionOf(other) > state.upTo).toBe(true);
          }
          const committed = [...commits.keys()].filter((one) => commits[one]).map(positionOf);
          expect([...passed].sort((a, b) => (a < b ? -1 : 1))).toEqual(committed.sort((a, b) => (a < b ? -1 : 1)));
          expect(lacksBounds(state)).toBe(false);
        },
      ),
    );
  });
});
