import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterAsking, askDelay, type DeliveryTime, deadlineOf, isOver, lookAt, overdueAfter } from "./overdue";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SENT = new Date("2026-03-02T09:00:00Z");
const sentPlus = (ms: number) => new Date(SENT.getTime() + ms);
const GREEK = { country: "GR", operator: "Cosmote" };
const time = (country: string, operator: string, p95Seconds: number, samples = 20): DeliveryTime => ({
  country,
  operator,
  samples,
  p95Seconds,
});

describe("when a receipt is overdue", () => {
  test("without history after five minutes", () => {
    expect(overdueAfter([], GREEK)).toBe(5 * MINUTE);
    expect(overdueAfter([time("GR", "Cosmote", 10, 19)], GREEK)).toBe(5 * MINUTE);
  });

  const all = [time("*", "*", 100), time("GR", "*", 200), time("GR", "Cosmote", 300)];
  test.each([
    [GREEK, 930],
    [{ country: "GR", operator: "Vodafone" }, 630],
    [{ country: "GR", operator: null }, 630],
    [{ country: "DE", operator: "Telekom" }, 330],
    [{ country: null, operator: null }, 330],
  ])("%j is judged by the nearest that is known: after %i s", (message, seconds) => {
    expect(overdueAfter(all, message)).toBe(seconds * 1_000);
  });

  test("never sooner than a minute, never later than twelve hours", () => {
    expect(overdueAfter([time("GR", "Cosmote", 0)], GREEK)).toBe(MINUTE);
    expect(overdueAfter([time("GR", "Cosmote", 1e6)], GREEK)).toBe(12 * HOUR);
  });
});

describe("asking again", () => {
  test("grows, then is steady", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map((asks) => askDelay(asks, 0) / MINUTE)).toEqual([
      2, 5, 10, 20, 40, 80, 160, 360, 360,
    ]);
    expect(askDelay(1, 1)).toBe(2.2 * MINUTE);
  });

  test("never beyond the deadline, which is the time to live and a day after the request", () => {
    const message = { created_at: SENT, requested_at: sentPlus(HOUR), ttl: 60 };
    expect(deadlineOf(message)).toEqual(sentPlus(26 * HOUR));
    expect(deadlineOf({ ...message, ttl: null })).toEqual(sentPlus(97 * HOUR));
    expect(afterAsking(message, 8, 0, sentPlus(25 * HOUR))).toEqual(sentPlus(26 * HOUR));
    expect(afterAsking(message, 8, 0, sentPlus(26 * HOUR))).toEqual(sentPlus(32 * HOUR));
  });
});

describe("the end of an open message", () => {
  test("waits six hours more for Routee's answer, if that is all that is missing", () => {
    const message = { created_at: SENT, requested_at: SENT, ttl: 60, hand_over: "settled" } as const;
    expect(isOver(message, true, sentPlus(25 * HOUR - 1))).toBe(false);
    expect(isOver(message, true, sentPlus(25 * HOUR))).toBe(true);
    expect(isOver(message, false, sentPlus(31 * HOUR - 1))).toBe(false);
    expect(isOver(message, false, sentPlus(31 * HOUR))).toBe(true);
    expect(isOver({ ...message, hand_over: "lost" }, false, sentPlus(25 * HOUR))).toBe(true);
  });
});

describe("a look at an open message", () => {
  const message = { created_at: SENT, requested_at: SENT, ttl: 60, asks: 0, ...GREEK } as const;

  test("whose receipts are not overdue waits until they are", () => {
    const open = { ...message, hand_over: "settled" } as const;
    expect(lookAt(open, [], sentPlus(MINUTE))).toEqual({ do: "wait", nextAt: sentPlus(5 * MINUTE) });
    expect(lookAt(open, [], sentPlus(5 * MINUTE)).do).toBe("ask");
    expect(lookAt({ ...open, asks: 1 }, [], sentPlus(MINUTE)).do).toBe("ask");
    // So slow a network is not waited for beyond the deadline.
    expect(lookAt({ ...open, ttl: 1 }, [time("GR", "Cosmote", 1e9)], sentPlus(MINUTE)).nextAt).toEqual(
      sentPlus(12 * HOUR),
    );
  });

  test("that waits for its hand-over is left alone, and so is a request that may be under way", () => {
    for (const hand_over of ["pending", "held"] as const)
      for (const requested_at of [null, SENT])
        expect(lookAt({ ...message, hand_over, requested_at }, [], sentPlus(200 * HOUR)).do).toBe("wait");
    expect(lookAt({ ...message, hand_over: "requested" }, [], sentPlus(MINUTE)).do).toBe("wait");
    expect(lookAt({ ...message, hand_over: "requested" }, [], sentPlus(11 * MINUTE)).do).toBe("lose");
    expect(lookAt({ ...message, hand_over: "lost" }, [], sentPlus(HOUR)).do).toBe("resolve_lost");
    expect(lookAt({ ...message, hand_over: "lost" }, [], sentPlus(25 * HOUR)).do).toBe("ask");
  });

  test("always comes again, and within half a day", () => {
    const states = fc.record({
      hand_over: fc.constantFrom("pending" as const, "requested" as const, "lost" as const, "settled" as const),
      requested_at: fc.option(fc.integer({ min: 0, max: 90 * HOUR }).map(sentPlus)),
      ttl: fc.option(fc.integer({ min: 1, max: 4_320 })),
      asks: fc.nat(50),
      country: fc.constantFrom("GR", null),
      operator: fc.constantFrom("Cosmote", null),
    });
    fc.assert(
      fc.property(states, fc.double({ min: 0, max: 1e7, noNaN: true }), fc.nat(10 * 24 * HOUR), (state, p95, age) => {
        const now = sentPlus(90 * HOUR + age);
        const { nextAt } = lookAt({ created_at: SENT, ...state }, [time("GR", "*", p95)], now);
        expect(nextAt.getTime()).toBeGreaterThan(now.getTime());
        expect(nextAt.getTime() - now.getTime()).toBeLessThanOrEqual(12 * HOUR);
      }),
    );
  });
});
