import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MESSAGE_STATUSES, type MessageStatus } from "./contract";
import type { Fold, Observation } from "./fold";
import { beginFold, isFinal, observe, partsOf, STATUSES, segmentsOf, statusOf } from "./status";

const T0 = "2026-03-02T09:15:00.000Z";
const at = (seconds: number) => new Date(Date.parse(T0) + seconds * 1000).toISOString();

const ours = (status: string, seconds = 0): Observation => ({
  origin: "us",
  status,
  at: at(seconds),
  segment: null,
  parts: null,
});
const answer = (seconds = 1, parts: number | null = null): Observation => ({
  origin: "answer",
  status: "Queued",
  at: at(seconds),
  segment: null,
  parts,
  trackingId: "t-1",
});
const report = (
  status: string,
  seconds: number,
  segment: number | null = 1,
  parts: number | null = 1,
): Observation => ({
  origin: "report",
  status,
  at: at(seconds),
  segment,
  parts,
});

const begin = (segments = 1) => beginFold(ours("Accepted"), segments);
const foldAll = (start: Fold, observations: readonly Observation[]) =>
  observations.reduce((fold, observation) => observe(fold, observation).fold, start);
const statusAfter = (start: Fold, ...observations: Observation[]) => statusOf(foldAll(start, observations)).status;

describe("a message with one segment", () => {
  test("goes from Accepted to Delivered", () => {
    let fold = begin();
    const seen = [answer(), report("Queued", 1), report("Sent", 2), report("Delivered", 5)].map((observation) => {
      const result = observe(fold, observation);
      fold = result.fold;
      return [statusOf(fold).status, result.verdict];
    });
    expect(seen).toEqual([
      ["Queued", "applied"],
      ["Queued", "applied"],
      ["Sent", "applied"],
      ["Delivered", "applied"],
    ]);
    expect(statusOf(fold)).toEqual({ status: "Delivered", final: true, reason: null, finalAt: at(5) });
    expect(fold.trackingId?.value).toBe("t-1");
  });

  test("a receipt that beats the answer to our own request settles it, and the answer changes nothing", () => {
    const fold = foldAll(begin(), [report("Delivered", 3)]);
    const late = observe(fold, answer(1));
    expect(statusOf(late.fold).status).toBe("Delivered");
  });

  test("the same receipt twice is a duplicate, an older one is stale", () => {
    const fold = foldAll(begin(), [answer(), report("Delivered", 5)]);
    expect(observe(fold, report("Delivered", 5)).verdict).toBe("duplicate");
    expect(observe(fold, report("Sent", 2)).verdict).toBe("stale");
    expect(observe(fold, report("Sent", 2)).fold.base).toEqual(fold.base);
  });

  test("an unknown word is kept with its segment and does not move the message past Queued", () => {
    const fold = foldAll(begin(), [answer(), report("Teleported", 2)]);
    expect(statusOf(fold)).toMatchObject({ status: "Queued", final: false });
    expect(segmentsOf(fold)[0]?.state.standing.status).toBe("Teleported");
    expect(statusAfter(begin(), answer(), report("Teleported", 2), report("Sent", 1))).toBe("Sent");
    expect(statusAfter(begin(), answer(), report("Sent", 1), report("Teleported", 2))).toBe("Sent");
  });

  test("a later final report corrects an earlier one", () => {
    expect(statusAfter(begin(), report("Undelivered", 5), report("Delivered", 9))).toBe("Delivered");
    expect(statusAfter(begin(), report("Delivered", 9), report("Undelivered", 5))).toBe("Delivered");
  });

  test("Unknown is corrected by a late final receipt, and only by a final one", () => {
    expect(statusAfter(begin(), ours("Unknown", 10), report("Sent", 2))).toBe("Unknown");
    expect(statusAfter(begin(), ours("Unknown", 10), report("Delivered", 4))).toBe("Delivered");
  });

  test("what Routee refused stays refused when we also gave it up", () => {
    expect(statusAfter(begin(), ours("Rejected", 1), ours("Unknown", 99))).toBe("Rejected");
    expect(statusAfter(begin(), ours("Unknown", 99), ours("Rejected", 1))).toBe("Rejected");
  });

  test("a note changes nothing and is told apart when repeated", () => {
    const note: Observation = { ...report("Unreadable", 4, null, null), origin: "note" };
    const once = observe(begin(), note);
    expect(once.verdict).toBe("stale");
    expect(statusOf(once.fold).status).toBe("Accepted");
    expect(observe(once.fold, note).verdict).toBe("duplicate");
  });
});

describe("a message with several segments", () => {
  test("is delivered only when each segment is", () => {
    const fold = foldAll(begin(2), [answer(1, 2), report("Delivered", 5, 1, 2)]);
    expect(statusOf(fold)).toMatchObject({ status: "Sent", final: false });
    expect(statusAfter(fold, report("Delivered", 6, 2, 2))).toBe("Delivered");
  });

  test.each([
    ["Undelivered", "Delivered", "Undelivered"],
    ["Delivered", "Failed", "Failed"],
    ["Failed", "Undelivered", "Undelivered"],
    ["Unsent", "Failed", "Failed"],
    ["Unsent", "Delivered", "Unsent"],
  ])("%s and %s make %s", (first, second, whole) => {
    expect(statusAfter(begin(2), report(first, 5, 1, 2), report(second, 6, 2, 2))).toBe(whole);
  });

  test("our own count stands until Routee tells another, also when receipts name no number of parts", () => {
    const fold = foldAll(begin(2), [report("Delivered", 5, 1, null)]);
    expect(partsOf(fold)).toBe(2);
    expect(statusOf(fold).status).toBe("Sent");
    expect(partsOf(observe(fold, report("Delivered", 5, 1, 1)).fold)).toBe(1);
  });

  test("a report that names no segment holds for each", () => {
    expect(statusAfter(begin(3), answer(1, 3), report("Delivered", 5, null, 3))).toBe("Delivered");
  });

  test("a final status is kept when reports contradict themselves about the number of segments", () => {
    expect(statusAfter(begin(), report("Delivered", 5, 1, 1), report("Sent", 6, 2, 2))).toBe("Delivered");
  });
});

describe("the table of statuses", () => {
  const reachable = (status: MessageStatus): Fold => {
    if (status === "Accepted") return begin();
    if (STATUSES[status].by === "us")
      return status === "Scheduled" ? beginFold(ours("Scheduled"), 1) : foldAll(begin(), [ours(status, 1)]);
    return status === "Queued" ? foldAll(begin(), [answer()]) : foldAll(begin(), [report(status, 5)]);
  };
  const next = (status: MessageStatus): Observation =>
    STATUSES[status].by === "us" ? ours(status, 7) : status === "Queued" ? answer(7) : report(status, 7);

  // From every status, by every word that can come after it.
  const pairs = MESSAGE_STATUSES.flatMap((from) => MESSAGE_STATUSES.map((to) => [from, to] as const));
  test.each(pairs)("%s, then %s", (from, to) => {
    const fold = reachable(from);
    expect(statusOf(fold).status).toBe(from);
    const after = statusOf(observe(fold, next(to)).fold).status;
    const corrects = isFinal(to) && STATUSES[to].by === "routee";
    const bothOurs = STATUSES[from].by === "us" && STATUSES[to].by === "us";
    if (!isFinal(from)) expect(after).toBe(STATUSES[to].rank >= STATUSES[from].rank ? to : from);
    else if (corrects) expect(after).toBe(to);
    else if (bothOurs && isFinal(to)) expect(after).toBe(STATUSES[to].rank >= STATUSES[from].rank ? to : from);
    else expect(after).toBe(from);
  });
});

describe("any history", () => {
  const reportOf = (segments: number) =>
    fc.record({
      status: fc.constantFrom("Queued", "Sent", "Delivered", "Undelivered", "Failed", "Unsent", "Weird"),
      seconds: fc.integer({ min: 0, max: 9 }),
      segment: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: segments }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      price: fc.option(fc.constantFrom("0.04", "0.05")),
    });
  const history = fc.integer({ min: 1, max: 3 }).chain((segments) =>
    fc.record({
      segments: fc.constant(segments),
      observations: fc.array(reportOf(segments), { maxLength: 12 }).map((reports) => [
        answer(1, segments),
        ...reports.map(({ status, seconds, segment, price }) => ({
          ...report(status, seconds, segment, segments),
          price,
        })),
      ]),
      end: fc.option(fc.constantFrom(ours("Unknown", 50), ours("Rejected", 40))),
    }),
  );
  const core = (fold: Fold) => ({ ...fold, seen: [], settled: null });

  test("ends in the same state in any order and with any repetition", () => {
    fc.assert(
      fc.property(
        history.chain(({ segments, observations, end }) => {
          const all: Observation[] = end ? [...observations, end] : observations;
          return fc.record({
            segments: fc.constant(segments),
            all: fc.constant(all),
            shuffled: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
          });
        }),
        ({ segments, all, shuffled }) => {
          const [straight, mixed] = [foldAll(begin(segments), all), foldAll(begin(segments), shuffled)];
          expect(core(mixed)).toEqual(core(straight));
          expect(statusOf(mixed)).toEqual(statusOf(straight));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("never leaves a final status for one that is not", () => {
    fc.assert(
      fc.property(history, ({ segments, observations, end }) => {
        let fold = begin(segments);
        let final = false;
        for (const observation of end ? [end, ...observations] : observations) {
          fold = observe(fold, observation).fold;
          if (final) expect(statusOf(fold).final).toBe(true);
          final = statusOf(fold).final;
        }
      }),
    );
  });
});
