import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { log } from "@/lib/platform/log";
import { Problem } from "@/lib/platform/problem";
import { logFailure } from "./problem-of";

const lines: object[] = [];
beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgres://localhost/none");
  vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 5).toString("base64"));
  vi.stubEnv("PORT", "3000");
  for (const level of ["debug", "error"] as const)
    vi.spyOn(log(), level).mockImplementation((line: unknown) => void lines.push(line as object));
});
beforeEach(() => lines.splice(0));
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

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
