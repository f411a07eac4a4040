import { describe, expect, test } from "vitest";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { courseOf, receiptsAfter, retryAt } from "./course";
import type { Message } from "./message";

const to = (ending: string) => `+3069000000${ending}`;
const told = (changes: Message["changes"]) => changes.map(({ part, status, dueAt }) => [part, status, dueAt]);

function message(ending: string, strategy: "OnChange" | "OnCompletion", parts = 1): Message {
  return {
    trackingId: "t",
    to: to(ending),
    from: "Kiosk",
    body: "b",
    sentBody: "b",
    label: null,
    callback: { url: "http://receiver.example/", strategy },
    country: "GR",
    operator: "Cosmote",
    price: 0.042,
    acceptedAt: 0,
    smsIds: Array.from({ length: parts }, (_, i) => `s${i}`),
    changes: courseOf(to(ending), parts, 0, 1),
  };
}

const allReceipts = (m: Message) =>
  m.changes.flatMap((_, i) => receiptsAfter(m, i)).map(({ change }) => m.changes[change]?.status);

describe("what becomes of a message", () => {
  test("delivered, with the usual timetable", () => {
    expect(told(courseOf("+306912345678", 1, 1_000, 1))).toEqual([
      [1, "Queued", 1_300],
      [1, "Sent", 2_000],
      [1, "Delivered", 3_500],
    ]);
  });

  test("faster", () => {
    expect(told(courseOf(to("30"), 1, 0, 10)).at(-1)).toEqual([1, "Delivered", 6_000]);
  });

  test("segments one after the other, the last one not delivered", () => {
    const last = told(courseOf(to("36"), 3, 0, 1)).filter(([, status]) => status !== "Queued" && status !== "Sent");
    expect(last).toEqual([
      [1, "Delivered", 2_500],
      [2, "Delivered", 2_520],
      [3, "Undelivered", 2_540],
    ]);
  });

  test.each(SANDBOX_RECIPIENTS.filter(({ outcome }) => outcome === "undelivered"))(
    "$ending: $detailedStatus",
    (one) => {
      expect(courseOf(one.example, 1, 0, 1).at(-1)).toMatchObject({
        status: "Undelivered",
        detailedStatus: one.detailedStatus,
      });
    },
  );

  test.each([
    ["20", ["Queued", "Failed"]],
    ["21", ["Queued", "Unsent"]],
    ["31", ["Queued", "Sent"]],
    ["32", ["Queued", "Sent", "Delivered"]],
    ["35", ["Queued", "Sent", "Buffered", "Delivered"]],
    ["51", ["Queued", "Sent", "Delivered"]],
  ])("%s: %j", (ending, statuses) => {
    expect(courseOf(to(ending), 1, 0, 1).map(({ status }) => status)).toEqual(statuses);
  });
});

describe("which receipts are posted", () => {
  test.each([
    ["01", "OnChange", ["Queued", "Sent", "Delivered"]],
    ["01", "OnCompletion", ["Delivered"]],
    ["31", "OnCompletion", []],
    ["32", "OnChange", []],
    ["33", "OnChange", ["Delivered", "Sent", "Queued"]],
    ["33", "OnCompletion", ["Delivered"]],
    ["34", "OnChange", ["Queued", "Queued", "Sent", "Sent", "Delivered", "Delivered"]],
    ["35", "OnChange", ["Queued", "Sent", "Buffered", "Delivered"]],
    ["35", "OnCompletion", ["Delivered"]],
  ] as const)("%s, %s: %j", (ending, strategy, statuses) => {
    expect(allReceipts(message(ending, strategy))).toEqual(statuses);
  });

  test("one for each segment", () => {
    expect(allReceipts(message("01", "OnCompletion", 3))).toEqual(["Delivered", "Delivered", "Delivered"]);
  });

  test("none without a callback", () => {
    expect(allReceipts({ ...message("01", "OnChange"), callback: null })).toEqual([]);
  });
});

test("twelve retries in 24 hours, then no more", () => {
  const times = Array.from({ length: 13 }, (_, i) => retryAt(0, i + 1, 1));
  expect(times[0]).toBe(30_000);
  expect(times[11]).toBe(24 * 3_600_000);
  expect(times[12]).toBeNull();
  expect(retryAt(1_000, 1, 10)).toBe(4_000);
});
