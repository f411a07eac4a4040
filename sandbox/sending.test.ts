import { describe, expect, test } from "vitest";
import { eventually, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("taking a message", () => {
  test("sandbox.answers as Routee does, with what was given only", async () => {
    const { status, body } = await sandbox.call(
      "POST",
      "/sms",
      JSON.stringify({ to: to("01"), from: "Kiosk", body: "Tea [1]" }),
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "Queued",
      createdAt: expect.stringMatching(/Z$/),
      from: "Kiosk",
      to: to("01"),
      body: "Tea [1]",
      bodyAnalysis: { parts: 1, unicode: false, characters: 7 },
      flash: false,
    });
  });

  test("names what made it unicode, and transcodes when asked to", async () => {
    const body = "Καλημέρα σας ".repeat(8);
    const order = { to: to("01"), from: "Kiosk", body, transcode: true, label: "l", ttl: 5 };
    const answer = await sandbox.call("POST", "/sms", order);
    expect(answer.body).toMatchObject({
      body,
      label: "l",
      ttl: 5,
      bodyAnalysis: {
        unicode: true,
        parts: 2,
        unsupportedGSMCharacters: expect.arrayContaining(["α"]),
        transcode: { parts: 1 },
      },
    });
  });

  test.each([
    [{ to: undefined }, "400000000", "to"],
    [{ to: "abc" }, "400000000", "to"],
    [{ to: "+30690000000012345678" }, "400000000", "to"],
    [{ to: 5 }, "400000000", "to"],
    [{ body: "" }, "400000000", "body"],
    [{ body: "x".repeat(1_601) }, "400000000", "body"],
    [{ from: undefined }, "400000000", "from"],
    [{ label: "x".repeat(351) }, "400000000", "label"],
    [{ ttl: 0 }, "400000000", "ttl"],
    [{ ttl: 4_321 }, "400000000", "ttl"],
    [{ ttl: 1.5 }, "400000000", "ttl"],
    [{ flash: "yes" }, "400000000", "flash"],
    [{ callback: { url: "ftp://x" } }, "400000000", "callback"],
    [{ callback: { url: "https://x.example", strategy: "Sometimes" } }, "400000000", "callback"],
    [{ from: "FarTooLongSender" }, "400005000", null],
    [{ to: to("41") }, "400005000", null],
    [{ to: to("40") }, "400001009", null],
  ])("%j is refused with %s", async (change, code, field) => {
    const order = { to: to("01"), from: "Kiosk", body: "b", ...change };
    const { status, body } = await sandbox.call("POST", "/sms", order);
    expect([status, body.code]).toEqual([400, code]);
    if (field !== null) expect(body.properties).toHaveProperty(field);
    expect((await sandbox.ledger()).taken).toEqual([]);
  });

  test.each([
    ["malformed JSON", "POST", "/sms", "{", {}, 400],
    ["another content type", "POST", "/sms", "{}", { "content-type": "text/plain" }, 415],
    ["an unknown address", "GET", "/nowhere", undefined, {}, 404],
    ["far too much", "POST", "/sms", JSON.stringify({ body: "x".repeat(300_000) }), {}, 413],
  ])("%s is answered in the framework's shape", async (_name, method, path, text, headers, status) => {
    const answer = await sandbox.call(method, path, text, headers);
    expect(answer).toMatchObject({ status, body: { status, path, error: expect.any(String) } });
  });

  test("the balance goes down, and comes back for what was not sent", async () => {
    await sandbox.send("01");
    await sandbox.send("20");
    await eventually(async () => {
      expect((await sandbox.call("GET", "/accounts/me/balance")).body).toMatchObject({ balance: 9_999.958 });
    });
  });
});

describe("misbehaving", () => {
  test("cut before it was taken", async () => {
    expect(await sandbox.send("50")).toMatchObject({ ok: false, failure: { kind: "lost" } });
    expect((await sandbox.ledger()).taken).toEqual([]);
  });

  test("cut after it was taken", async () => {
    expect(await sandbox.send("51")).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
    expect((await sandbox.ledger()).taken).toHaveLength(1);
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
  });

  test("HTTP 500", async () => {
    expect(await sandbox.send("52")).toMatchObject({ ok: false, failure: { kind: "lost", status: 500 } });
    expect((await sandbox.ledger()).taken).toEqual([]);
  });

  test("429 twice, then taken; and so again for the next message", async () => {
    const limited = { ok: false, failure: { kind: "rate_limited", retryAfterMs: 2_000 } };
    for (let round = 1; round <= 2; round += 1) {
      expect(await sandbox.send("53")).toMatchObject(limited);
      expect(await sandbox.send("53")).toMatchObject(limited);
      expect(await sandbox.send("53")).toMatchObject({ ok: true });
      expect((await sandbox.ledger()).taken).toHaveLength(round);
    }
  });

  test("taken, but not answered in time", async () => {
    expect(await sandbox.send("54", {}, 300)).toMatchObject({ ok: false, failure: { kind: "lost" } });
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
  });
});
