import { describe, expect, it } from "vitest";
import type { MessageEvent } from "@/lib/messages/contract";
import { delayWords, statusSince, verdictWords } from "./describe-event";

const event = (sequence: number, status: string, at: string, verdict: MessageEvent["verdict"] = "applied") =>
  ({ sequence, status, at, receivedAt: at, source: "receipt", verdict, payload: null }) satisfies MessageEvent;

describe("delayWords", () => {
  it.each([
    ["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:01.999Z", null],
    ["2026-11-23T10:00:00.000Z", "2026-11-23T10:03:20.000Z", "3 min 20 s after it happened"],
    ["2026-11-23T10:00:05.000Z", "2026-11-23T10:00:00.000Z", "Routee’s clock is 5.0 s ahead of ours"],
  ])("from %s to %s: %j", (at, receivedAt, words) => {
    expect(delayWords(at, receivedAt)).toBe(words);
  });
});

describe("verdictWords", () => {
  it("has none for what took effect", () => {
    expect(verdictWords("applied")).toBeNull();
    expect(verdictWords("stale")?.word).toBe("Ignored: older");
    expect(verdictWords("duplicate")?.word).toBe("Ignored: duplicate");
  });
});

describe("statusSince", () => {
  const events = [
    event(1, "Accepted", "2026-11-23T10:00:00.000Z"),
    event(2, "Sent", "2026-11-23T10:00:05.000Z"),
    event(3, "Sent", "2026-11-23T10:00:04.000Z"),
    event(4, "Queued", "2026-11-23T10:00:01.000Z", "stale"),
  ];
  it("is the earliest report of the status that took effect", () => {
    expect(statusSince("Sent", events)).toBe("2026-11-23T10:00:04.000Z");
  });
  it("falls back to the last thing that happened", () => {
    expect(statusSince("Queued", events)).toBe("2026-11-23T10:00:04.000Z");
    expect(statusSince("Queued", [])).toBeNull();
  });
});
