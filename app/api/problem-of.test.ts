import { beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/platform/problem";
import { logFailure } from "./problem-of";

const { lines } = vi.hoisted(() => ({ lines: [] as object[] }));
vi.mock("@/lib/platform/log", () => {
  const keep = (line: object) => lines.push(line);
  return { log: () => ({ debug: keep, error: keep }) };
});
beforeEach(() => lines.splice(0));

const TOKEN = "BwcHBwcHBwcHBwcHBwcHB_Dh0sO0pZaHeGlaSzwtHg8";

/** What an address gives away is not in the log: of receipts the token, whoever may read the log could make some up. */
test.each([
  [`/webhooks/routee/${TOKEN}`, "/webhooks/routee/(hidden)"],
  [`/webhooks/routee/${TOKEN}/more`, "/webhooks/routee/(hidden)"],
  ["/api/messages/m-1?secret=x", "/api/messages/m-1"],
  [`/api/${"x".repeat(300)}`, `/api/${"x".repeat(95)}`],
])("of the address %s the log tells %s", (address, path) => {
  const request = new Request(`http://localhost:3000${address}`);
  for (const code of ["not_found", "unavailable"] as const) logFailure(new Problem(code, "Why."), "r-1", request);
  expect(lines).toEqual([expect.objectContaining({ path }), expect.objectContaining({ path })]);
  expect(JSON.stringify(lines)).not.toContain(TOKEN);
});
