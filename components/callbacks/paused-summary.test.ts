import { describe, expect, test } from "vitest";
import type { Endpoint } from "@/lib/callbacks/contract";
import { pausedSummary } from "./paused-summary";

const endpoint = (changes: Partial<Endpoint> = {}): Endpoint => ({
  appId: "a",
  url: "https://example.com/hook",
  failingSince: "2026-03-02T08:00:00.000Z",
  pausedAt: "2026-03-02T09:00:00.000Z",
  problem: "The receiver answered 410.",
  held: 1,
  oldestHeldAt: "2026-03-02T08:30:00.000Z",
  ...changes,
});

describe("pausedSummary", () => {
  test("there is none while nothing is paused", () => {
    expect(pausedSummary([])).toBeNull();
    expect(pausedSummary([endpoint({ pausedAt: null })])).toBeNull();
  });

  test("one address is named", () => {
    expect(pausedSummary([endpoint(), endpoint({ pausedAt: null, held: 5 })])).toEqual({
      title: "Callbacks to example.com/hook are paused",
      held: "1 callback is held",
      oldest: "2026-03-02T08:30:00.000Z",
      appIds: ["a"],
    });
    expect(pausedSummary([endpoint({ held: 0, oldestHeldAt: null })])).toMatchObject({
      held: "None is held yet",
      oldest: null,
    });
  });

  test("several are summed up", () => {
    const other = endpoint({ held: 1_200, oldestHeldAt: "2026-03-01T08:30:00.000Z", appId: "b" });
    expect(pausedSummary([endpoint(), other, endpoint({ held: 0, oldestHeldAt: null })])).toEqual({
      title: "Callbacks to 3 addresses are paused",
      held: "1,201 callbacks are held",
      oldest: "2026-03-01T08:30:00.000Z",
      appIds: ["a", "b"],
    });
  });
});
