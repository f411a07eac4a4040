import { describe, expect, test } from "vitest";
import { onTestSandbox } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("tokens", () => {
  test("the same one while it is alive", async () => {
    expect((await sandbox.token()).body.access_token).toBe((await sandbox.token()).body.access_token);
  });

  test.each([
    ["unknown-app", "secret"],
    ["app", "wrong-secret"],
  ])("%s with %s is refused", async (applicationId, applicationSecret) => {
    const outcome = await sandbox.client().verify({ key: "x", applicationId, applicationSecret });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "credentials", status: 401 } });
  });

  test("another grant is refused", async () => {
    const response = await fetch(`${sandbox.url}/oauth/token?grant_type=password`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("app:secret")}` },
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: "unsupported_grant_type" }]);
  });

  test("none and a made-up one are refused", async () => {
    const none = await fetch(`${sandbox.url}/sms`, { method: "POST", body: "{}" });
    expect([none.status, await none.json()]).toMatchObject([401, { error: "unauthorized" }]);
    const made = await fetch(`${sandbox.url}/sms`, { method: "POST", headers: { authorization: "Bearer nonsense" } });
    expect([made.status, await made.json()]).toMatchObject([401, { error: "invalid_token" }]);
  });
});
