import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { type CourseOptions, courseOf } from "./course";
import { FINAL, type Message } from "./message";
import { NO_RECEIPT_FAULTS, planReceipts, type ReceiptFaults } from "./planned-receipts";
import { retryAt } from "./retries";

const to = (ending: string) => `+3069000000${ending}`;
const told = (changes: Message["changes"]) => changes.map(({ part, status, dueAt }) => [part, status, dueAt]);

type Told = Pick<Message, "to" | "callback" | "changes">;

const message = (ending: string, strategy: "OnChange" | "OnCompletion", parts = 1): Told => ({
  to: to(ending),
  callback: { url: "http://receiver.example/", strategy },
  changes: courseOf(to(ending), parts, 0, 1),
});

const allReceipts = (m: Told, faults?: Partial<ReceiptFaults>, dice?: () => number) =>
  planReceipts(m, 1, { ...NO_RECEIPT_FAULTS, ...faults }, dice).map(({ change, kind }) =>
    kind === "receipt" ? m.changes[change]?.status : kind,
  );

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
    ["22", ["Queued", "Sent", "Undelivered", "Delivered"]],
    ["37", ["Queued", "Routing", "Sent", "Buffered", "Network Error", "Unroutable", "Delivered"]],
    ["40", ["Queued", "Unsent"]],
    ["51", ["Queued", "Sent", "Delivered"]],
  ])("%s: %j", (ending, statuses) => {
    expect(courseOf(to(ending), 1, 0, 1).map(({ status }) => status)).toEqual(statuses);
  });
});

const ends = (changes: Message["changes"]) =>
  changes
    .filter(({ status }) => FINAL.includes(status))
    .map(({ part, status, detailedStatus }) => [part, status, detailedStatus]);

describe("segments that end differently", () => {
  test("the first one fails", () => {
    expect(ends(courseOf(to("23"), 3, 0, 1))).toEqual([
      [1, "Failed", "Failed"],
      [2, "Delivered", "Delivered"],
      [3, "Delivered", "Delivered"],
    ]);
  });

  test("each in its own way", () => {
    expect(ends(courseOf(to("24"), 5, 0, 1)).sort()).toEqual([
      [1, "Delivered", "Delivered"],
      [2, "Undelivered", "Unknown Number"],
      [3, "Failed", "Failed"],
      [4, "Undelivered", "Expired"],
      [5, "Delivered", "Delivered"],
    ]);
  });
});

describe("time to live, delay and lack of balance", () => {
  const last = (ending: string, options: CourseOptions, speed = 1) =>
    told(courseOf(to(ending), 1, 0, speed, options)).at(-1);
  const DAY = 86_400_000;

  test.each([
    ["38", {}, [1, "Delivered", 2 * DAY]],
    ["38", { ttlMs: 60_000 }, [1, "Undelivered", 60_000]],
    ["30", { ttlMs: 60_000 }, [1, "Delivered", 60_000]],
    ["31", { ttlMs: 60_000 }, [1, "Sent", 1_000]],
    ["01", { unpaid: true }, [1, "Unsent", 1_000]],
    ["01", { delayMs: 5_000 }, [1, "Delivered", 7_500]],
  ] as const)("%s with %j: %j", (ending, options, end) => {
    expect(last(ending, options)).toEqual(end);
  });

  test("an unknown word more", () => {
    expect(told(courseOf(to("01"), 1, 0, 1, { word: "Routing" })).map(([, status]) => status)).toEqual([
      "Queued",
      "Sent",
      "Routing",
      "Delivered",
    ]);
  });

  test("receipts that come before the answer come no later in a slow sandbox", () => {
    expect(last("63", {}, 0.01)).toEqual([1, "Delivered", 300]);
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
    ["22", "OnCompletion", ["Undelivered", "Delivered"]],
    ["60", "OnChange", ["Queued", "Sent"]],
    ["60", "OnCompletion", []],
    ["61", "OnCompletion", Array<string>(5).fill("Delivered")],
    ["62", "OnCompletion", ["Delivered", "not_json", "no_status"]],
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

describe("faults", () => {
  const two = message("01", "OnChange", 2);
  const due = (receipts: readonly { dueAt: number }[]) => receipts.map(({ dueAt }) => dueAt);

  test("all lost", () => {
    expect(allReceipts(two, { lostShare: 1 }, () => 0.5)).toEqual([]);
  });

  test("all twice", () => {
    expect(allReceipts(message("01", "OnCompletion"), { duplicateShare: 1 }, () => 0.5)).toEqual([
      "Delivered",
      "Delivered",
    ]);
  });

  test("the first Queued is not told", () => {
    expect(allReceipts(message("01", "OnChange"), { initialQueuedReceipt: false })).toEqual(["Sent", "Delivered"]);
  });

  test("six hours late", () => {
    expect(due(planReceipts(message("39", "OnCompletion"), 1))).toEqual([2_500 + 6 * 3_600_000]);
  });

  test("only the first final receipt of several segments is lost", () => {
    const parts = planReceipts(message("60", "OnCompletion", 3), 1).map(({ change }) => change);
    expect(parts).toHaveLength(2);
  });

  test("never before what they tell, whatever is shuffled and delayed", () => {
    const anyNumber = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1 }), fc.integer({ min: 1, max: 4 }), (numbers, parts) => {
        let asked = 0;
        const dice = () => numbers[asked++ % numbers.length] ?? 0;
        const one = message("01", "OnChange", parts);
        const faults = { ...NO_RECEIPT_FAULTS, shuffle: true, maxExtraDelayMs: 5_000, duplicateShare: 0.5 };
        const receipts = planReceipts(one, 1, faults, dice);
        expect(due(receipts)).toEqual(due(receipts).sort((a, b) => a - b));
        for (const { change, dueAt } of receipts) expect(dueAt).toBeGreaterThanOrEqual(one.changes[change]?.dueAt ?? 0);
        expect(new Set(receipts.map(({ change }) => change)).size).toBe(one.changes.length);
        expect(new Set(receipts.map(({ change, copy }) => `${change}/${copy}`)).size).toBe(receipts.length);
      }),
    );
  });
});

test("five retries by the other rule, then no more", () => {
  const times = Array.from({ length: 6 }, (_, i) => retryAt(0, i + 1, 1, "5-tries"));
  expect(times).toEqual([30_000, 60_000, 120_000, 300_000, 600_000, null]);
});

test("twelve retries in 24 hours, then no more", () => {
  const times = Array.from({ length: 13 }, (_, i) => retryAt(0, i + 1, 1));
  expect(times[0]).toBe(30_000);
  expect(times[11]).toBe(24 * 3_600_000);
  expect(times[12]).toBeNull();
  expect(retryAt(1_000, 1, 10)).toBe(4_000);
});
