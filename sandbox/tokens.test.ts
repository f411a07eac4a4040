import { describe, expect, test } from "vitest";
import { eventually, onTestSandbox, to } from "./testing/on-test-sandbox";

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

describe("applications", () => {
  const define = (change: Record<string, unknown>) => sandbox.control("POST", "applications", { id: "app", ...change });
  const order = { to: to("01"), body: "b" };

  test("a revoked one: its tokens end, and it gets no others", async () => {
    const authorization = `Bearer ${(await sandbox.token()).body.access_token}`;
    await define({ revoked: true });
    const used = await sandbox.call("GET", "/accounts/me/balance", undefined, { authorization });
    expect(used).toMatchObject({ status: 401, body: { error: "invalid_token" } });
    expect(await sandbox.token()).toMatchObject({ status: 401, body: { message: "Bad credentials" } });
    await define({ revoked: false });
    expect(await sandbox.token()).toMatchObject({ status: 200 });
  });

  test("another secret: the old one opens nothing any more", async () => {
    expect((await define({ secret: "fresh" })).body).toMatchObject({ id: "app", secret: "set" });
    expect(await sandbox.token("app", "secret")).toMatchObject({ status: 401 });
    expect(await sandbox.token("app", "fresh")).toMatchObject({ status: 200 });
    await define({ secret: null });
    expect(await sandbox.token("app", "secret")).toMatchObject({ status: 200 });
  });

  test("one without the right to send", async () => {
    await define({ smsRight: false });
    expect(await sandbox.send("01")).toMatchObject({ ok: false, failure: { kind: "refused", code: "403000000" } });
    expect(await sandbox.call("GET", "/accounts/me/balance")).toMatchObject({ status: 200 });
    expect((await sandbox.ledger()).taken).toEqual([]);
  });

  test("its tokens live as long as it was told", async () => {
    await define({ tokenLifetimeSeconds: 1 });
    const first = (await sandbox.token()).body;
    expect(first.expires_in).toBe(0);
    await eventually(async () => expect((await sandbox.token()).body.access_token).not.toBe(first.access_token));
  });

  test("a default sender and enforced transcoding are used where the request says nothing", async () => {
    expect(await sandbox.call("POST", "/sms", order)).toMatchObject({
      body: { properties: { from: expect.any(String) } },
    });
    await define({ defaultSender: "Kiosk", enforceTranscode: true });
    const body = "Καλημέρα σας ".repeat(8);
    const sent = await sandbox.call("POST", "/sms", { ...order, body });
    expect(sent.body).toMatchObject({ from: "Kiosk", bodyAnalysis: { parts: 2, transcode: { parts: 1 } } });
    const asItIs = await sandbox.call("POST", "/sms", { ...order, body, transcode: false });
    expect(asItIs.body.bodyAnalysis).not.toHaveProperty("transcode");
  });

  test("all tokens end together, or those of one application", async () => {
    const [mine, other] = [(await sandbox.token()).body, (await sandbox.token("other")).body];
    expect((await sandbox.control("POST", "expire-tokens", { applicationId: "other" })).body).toEqual({ expired: 1 });
    expect((await sandbox.token()).body.access_token).toBe(mine.access_token);
    expect((await sandbox.token("other")).body.access_token).not.toBe(other.access_token);
    expect((await sandbox.control("POST", "expire-tokens")).body).toEqual({ expired: 2 });
    expect((await sandbox.token()).body.access_token).not.toBe(mine.access_token);
  });

  test.each([
    [{}, "id"],
    [{ id: "app", revoked: "yes" }, "revoked"],
    [{ id: "app", tokenLifetimeSeconds: 0 }, "tokenLifetimeSeconds"],
    [{ id: "app", balance: -1 }, "balance"],
    [{ id: "app", colour: "red" }, "colour"],
  ])("%j is refused and names %s", async (change, field) => {
    const { status, body } = await sandbox.control("POST", "applications", change);
    expect([status, body.problem]).toEqual([400, expect.stringContaining(field)]);
  });

  test("a balance is set or topped up, not both", async () => {
    for (const change of [{ balance: 1, topUp: 1 }, {}])
      expect(await sandbox.control("POST", "balance", { applicationId: "app", ...change })).toMatchObject({
        status: 400,
        body: { problem: expect.stringContaining("topUp") },
      });
  });
});

test("Basic credentials do not open a resource", async () => {
  const authorization = `Basic ${btoa("app:secret")}`;
  const answer = await sandbox.call("GET", "/accounts/me/balance", undefined, { authorization });
  expect(answer).toMatchObject({ status: 401, body: { message: "Bad credentials", path: "/accounts/me/balance" } });
});
