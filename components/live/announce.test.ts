import { expect, it } from "vitest";
import type { LiveMessage } from "@/lib/messages/contract";
import { announce } from "./announce";

const change = (id: string, status: LiveMessage["status"]): LiveMessage => ({
  id,
  appId: "a",
  status,
  sequence: 1,
  final: false,
});

it("counts each message once, by its last status", () => {
  expect(
    announce([change("1", "Queued"), change("1", "Delivered"), change("2", "Delivered"), change("3", "Sent")]),
  ).toBe("2 messages delivered, 1 sent.");
});
it("says one message in the singular, and nothing of nothing", () => {
  expect(announce([change("1", "Failed")])).toBe("1 message failed.");
  expect(announce([])).toBe("");
});
