import { describe, expect, it } from "vitest";
import type { LiveMessage, Message } from "@/lib/messages/contract";
import { LatestChanges, withStatuses } from "./live-cache";

const row = (id: string, status: Message["status"]): Message =>
  ({ id, appId: "a", status, final: false, body: "Hello" }) as Message;
const change = (id: string, status: LiveMessage["status"], sequence = 2, final = false): LiveMessage => ({
  id,
  appId: "a",
  status,
  sequence,
  final,
});
const pages = () => ({
  pages: [
    { data: [row("3", "Queued"), row("2", "Sent")], nextCursor: "2" },
    { data: [row("1", "Sent")], nextCursor: null },
  ],
  pageParams: [null, "2"],
});

describe("withStatuses", () => {
  it("changes only the rows concerned and keeps the rest as it is", () => {
    const before = pages();
    const after = withStatuses(before, new Map([["1", change("1", "Delivered", 5, true)]]));
    expect(after.pages[0]).toBe(before.pages[0]);
    expect(after.pages[1]?.data[0]).toMatchObject({ id: "1", status: "Delivered", final: true, body: "Hello" });
  });
  it("gives the same object back when nothing changes", () => {
    const before = pages();
    expect(withStatuses(before, new Map([["2", change("2", "Sent")]]))).toBe(before);
    expect(withStatuses(before, new Map([["9", change("9", "Sent")]]))).toBe(before);
  });
});

describe("LatestChanges", () => {
  it("tells news from mere events and from what is old", () => {
    const latest = new LatestChanges();
    expect(latest.take(change("1", "Queued", 2))).toBe("news");
    expect(latest.take(change("1", "Queued", 3))).toBe("event");
    expect(latest.take(change("1", "Queued", 3))).toBe("old");
    expect(latest.take(change("1", "Accepted", 1))).toBe("old");
    expect(latest.take(change("1", "Delivered", 4))).toBe("news");
    expect([latest.sequenceOf("1"), latest.sequenceOf("2")]).toEqual([4, 0]);
  });
  it("forgets the longest unheard first", () => {
    const latest = new LatestChanges(2);
    latest.take(change("1", "Sent", 1));
    latest.take(change("2", "Sent", 1));
    latest.take(change("1", "Sent", 2));
    latest.take(change("3", "Sent", 1));
    expect(latest.take(change("1", "Sent", 2))).toBe("old");
    expect(latest.take(change("2", "Sent", 1))).toBe("news");
  });
});
