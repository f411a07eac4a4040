import { expect, test } from "vitest";
import { curlLine, stateOf } from "./key-words";

const now = Date.parse("2026-03-02T09:00:00Z");

test.each([
  [{ revokedAt: null, expiresAt: null }, "active"],
  [{ revokedAt: null, expiresAt: "2026-03-02T09:00:01Z" }, "active"],
  [{ revokedAt: null, expiresAt: "2026-03-02T09:00:00Z" }, "expired"],
  [{ revokedAt: "2026-03-01T09:00:00Z", expiresAt: "2026-03-01T10:00:00Z" }, "revoked"],
])("%o is %s", (key, state) => expect(stateOf(key, now)).toBe(state));

test("a line for a shell names the reader's own address and key", () => {
  expect(curlLine("http://localhost:3000", "tk_sandbox_x")).toContain("http://localhost:3000/sms");
  expect(curlLine("http://localhost:3000", "tk_sandbox_x")).toContain("Bearer tk_sandbox_x");
});
