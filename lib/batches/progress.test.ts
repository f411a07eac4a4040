import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MESSAGE_STATUSES } from "@/lib/messages/contract";
import { campaignState, campaignStatuses, hasShifted, nextLookMs, progressBody } from "./campaign-progress";
import { BATCH_STATES } from "./contract";
import { isComplete, progressOf, total } from "./progress";

const NOW = new Date("2026-03-02T09:00:00Z");
const LATER = new Date("2026-03-02T10:00:00Z");

describe("progressOf", () => {
  test.each([
    ["running", null, { Accepted: 3, Sent: 2 }],
    ["scheduled", LATER, { Scheduled: 3, Sent: 2 }],
    ["paused", LATER, { Scheduled: 3, Sent: 2 }],
    ["paused", NOW, { Accepted: 3, Sent: 2 }],
    ["cancelled", null, { Cancelled: 3, Sent: 2 }],
  ] as const)("of a batch that is %s (%s)", (state, scheduledAt, expected) => {
    expect(progressOf({ state, accepted: 5, scheduledAt }, { Sent: 2 }, NOW)).toEqual(expected);
  });

  test("always sums to what was accepted", () => {
    const counts = fc.dictionary(fc.constantFrom(...MESSAGE_STATUSES), fc.nat(1_000));
    fc.assert(
      fc.property(counts, fc.nat(1_000), fc.constantFrom(...BATCH_STATES), (messages, waiting, state) => {
        const accepted = total(messages) + waiting;
        expect(total(progressOf({ state, accepted, scheduledAt: null }, messages, NOW))).toBe(accepted);
      }),
    );
  });

  test("is complete when every status is final", () => {
    expect(isComplete({ Delivered: 2, Cancelled: 1, Sent: 0 })).toBe(true);
    expect(isComplete({ Delivered: 2, Sent: 1 })).toBe(false);
  });
});

describe("a campaign's progress", () => {
  test.each([
    ["scheduled", { Scheduled: 5 }, "Scheduled"],
    ["running", { Accepted: 5 }, "Queued"],
    ["running", { Accepted: 4, Queued: 1 }, "Running"],
    ["paused", { Accepted: 4, Sent: 1 }, "Running"],
    ["running", { Queued: 4, Delivered: 1 }, "Sent"],
    ["finished", { Delivered: 5 }, "Finished"],
    ["cancelled", { Delivered: 2, Cancelled: 3 }, "Finished"],
    ["cancelled", { Sent: 2, Cancelled: 3 }, "Sent"],
  ] as const)("%s with %o is %s", (state, progress, expected) => {
    expect(campaignState(state, progress)).toBe(expected);
  });

  test("is told in Routee's words where it has one", () => {
    expect(campaignStatuses({ Accepted: 2, Queued: 1, Rejected: 1, Delivered: 3 })).toEqual({
      Queued: 3,
      Rejected: 1,
      Delivered: 3,
    });
  });

  test.each([
    [null, { Queued: 100 }, false],
    [null, { Queued: 81, Sent: 19 }, false],
    [null, { Queued: 80, Sent: 20 }, true],
    [{ Queued: 80, Sent: 20 }, { Queued: 80, Delivered: 20 }, true],
    [{ Queued: 80, Sent: 20 }, { Queued: 70, Sent: 20, Delivered: 10 }, false],
    [{ Queued: 80, Sent: 20 }, { Queued: 70, Sent: 10, Delivered: 20 }, true],
  ])("after %o, %o is news: %s", (told, now, expected) => {
    expect(hasShifted(told, now as Record<string, number>)).toBe(expected);
  });

  test("is looked at less and less often", () => {
    expect([0, 10_000, 3_600_000, 86_400_000].map(nextLookMs)).toEqual([2_000, 2_000, 180_000, 300_000]);
  });

  test("has Routee's form", () => {
    const callback = { url: "https://example.com/progress", strategy: "OnChange" };
    const campaign = { id: "7", name: "spring 1", accepted: 100, state: "running", callback } as const;
    expect(progressBody({ ...campaign, progress: { Accepted: 80, Sent: 20 } })).toBe(
      '{"trackingId":"7","name":"spring 1","totalRecipients":100,"campaignStatus":"Running","messageStatuses":{"Queued":80,"Sent":20},"callbackInfo":{"url":"https://example.com/progress","strategy":"OnChange"}}',
    );
  });
});
