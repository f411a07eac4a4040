import { describe, expect, test } from "vitest";
import { toldBy } from "./callback-words";
import { sampleCallbacks } from "./sample-callbacks";

describe("sampleCallbacks", () => {
  test("OnChange posts every step, OnCompletion the last one, which is the same", () => {
    const changes = sampleCallbacks("OnChange", "Shop", "Parcels");
    expect(changes.map(({ status }) => status)).toEqual(["Queued", "Sent", "Delivered"]);
    expect(sampleCallbacks("OnCompletion", "Shop", "Parcels")).toEqual(changes.slice(-1));
  });

  test("a sample is a callback as it is posted", () => {
    const [, sent, delivered] = sampleCallbacks("OnChange", "Shop", "Parcels");
    expect(toldBy(sent?.body ?? "")).toEqual({ status: "Sent", to: "+306900000001" });
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({ sequence: 3, previousStatus: "Queued", final: false });
    expect(JSON.parse(delivered?.body ?? "")).toMatchObject({
      messageId: "019cad2f-4fe8-7000-8000-00000000c0de",
      smsId: "019cad2f-50e8-7000-8000-00000000c0de",
      part: 1,
      parts: 1,
      from: "Parcels",
      status: { name: "Delivered", updatedDate: "2026-03-02T09:00:05Z" },
      applicationName: "Shop",
      latency: 3,
      price: 0.042,
      sequence: 4,
      previousStatus: "Sent",
      final: true,
    });
  });
});
