import { describe, expect, test } from "vitest";
import { MESSAGE_STATUSES } from "@/lib/messages/contract";
import { STATUSES } from "@/lib/messages/status";
import { actionsFor, refreshWords } from "./message-actions-for";

describe("what can be done with a message", () => {
  test.each(MESSAGE_STATUSES)("%s", (status) => {
    const { final } = STATUSES[status];
    const actions = actionsFor({ status, final, trackingId: "t" });
    expect(actions).toEqual({
      canAsk: !final || status === "Unknown",
      canCancel: ["Scheduled", "Accepted"].includes(status),
      canSendAgain: final && status !== "Delivered",
    });
  });

  test("Routee cannot be asked about what it never named", () => {
    expect(actionsFor({ status: "Accepted", final: false, trackingId: null }).canAsk).toBe(false);
  });

  test("what asking told", () => {
    expect(refreshWords({ status: "Sent", final: false })).toBe("Routee still says: Sent.");
    expect(refreshWords({ status: "Delivered", final: true })).toBe("Routee says: Delivered.");
    expect(refreshWords({ status: "Unknown", final: true })).toContain("not know more");
  });
});
