import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient, type RouteeClient } from "./client";
import type { Outcome } from "./failure";
import { type AnsweringServer, json, startAnsweringServer, TOKEN } from "./testing/answering-server";

/** The resources beside sending and tracking one message, against a real HTTP server. */
const credentials = { key: "app-1", applicationId: "57df0000000000000000abcd", applicationSecret: "s3cretS3cret" };
const campaign = { to: ["+306900000001"], from: "Kiosk", body: "Hi", scheduledDate: "2026-03-03T09:00:00Z" };
const answered = {
  trackingId: "c-1",
  campaignName: "spring 1",
  type: "Sms",
  state: "Scheduled",
  createdAt: "2026-03-02T09:15:01.3Z",
  scheduledDate: "2026-03-03T09:00:00Z",
  smsAnalysis: { numberOfRecipients: 1, recipientsPerCountry: { GR: 1 }, bodyAnalysis: { parts: 1, unicode: false } },
  statuses: { Queued: 0, Postponed: 1 },
  totalMessages: 1,
};
const item = {
  smsId: "s-1",
  messageId: "m-1",
  part: 1,
  parts: 1,
  campaignName: "spring 1",
  status: { status: "Delivered", date: "2026-03-02T09:15:06Z" },
};

let server: AnsweringServer;
let routee: RouteeClient;
beforeEach(async () => {
  server = await startAnsweringServer();
  routee = createRouteeClient({ authUrl: server.url, apiUrl: server.url, timeoutMs: 2_000 });
});
afterEach(() => server.close());

const lastAsked = () => server.asked.at(-1);
function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
function failureOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error("It went well.");
  return outcome.failure;
}

/** Every call of the client, for what holds for all of them. */
const CALLS: Readonly<Record<string, () => Promise<Outcome<unknown>>>> = {
  send: () => routee.send(credentials, { to: "+306900000001", body: "Hi", from: "Kiosk" }),
  analyze: () => routee.analyze(credentials, { to: "+306900000001", from: "Kiosk", body: "Hi" }),
  trackSingle: () => routee.trackSingle(credentials, "m-1"),
  searchTracking: () => routee.searchTracking(credentials, { from: new Date(0), until: new Date(1), filters: [] }),
  sendCampaign: () => routee.sendCampaign(credentials, campaign),
  updateCampaign: () => routee.updateCampaign(credentials, "c-1", campaign),
  cancelCampaign: () => routee.cancelCampaign(credentials, "c-1"),
  readCampaign: () => routee.readCampaign(credentials, "c-1"),
  analyzeCampaign: () => routee.analyzeCampaign(credentials, campaign),
  trackCampaign: () => routee.trackCampaign(credentials, "c-1"),
  balance: () => routee.balance(credentials),
  prices: () => routee.prices(credentials),
};
const ORDERS = ["send", "sendCampaign", "updateCampaign", "cancelCampaign"];

describe("campaigns", () => {
  test("are sent, changed and read, with states and statuses as open words", async () => {
    server.api = json(200, answered);
    expect(resultOf(await routee.sendCampaign(credentials, campaign))).toEqual({
      trackingId: "c-1",
      campaignName: "spring 1",
      state: "Scheduled",
      createdAt: new Date("2026-03-02T09:15:01.300Z"),
      scheduledDate: new Date("2026-03-03T09:00:00Z"),
      analysis: answered.smsAnalysis,
      statuses: { Queued: 0, Postponed: 1 },
      totalMessages: 1,
      raw: answered,
    });
    expect(lastAsked()).toMatchObject({ method: "POST", path: "/sms/campaign", body: JSON.stringify(campaign) });
    server.api = json(200, { trackingId: "c-1", state: "Paused by a new rule" });
    expect(resultOf(await routee.updateCampaign(credentials, "c 1", campaign))).toMatchObject({
      state: "Paused by a new rule",
      statuses: {},
      scheduledDate: null,
    });
    expect(lastAsked()).toMatchObject({ method: "PUT", path: "/sms/c%201" });
    await routee.readCampaign(credentials, "c-1");
    expect(lastAsked()).toMatchObject({ method: "GET", path: "/campaigns/c-1", body: "" });
  });

  test.each([
    ["", undefined],
    ["{}", undefined],
    ["null", undefined],
  ])("are cancelled with the answer %j", async (body) => {
    server.api = (_request, response) => response.end(body);
    expect(await routee.cancelCampaign(credentials, "c-1")).toEqual({ ok: true, value: true });
    expect(lastAsked()).toMatchObject({ method: "DELETE", path: "/sms/c-1" });
  });

  test("that cannot be changed any more are refused in words", async () => {
    server.api = json(400, { code: "400009002", developerMessage: "Campaign is not scheduled" });
    expect(failureOf(await routee.cancelCampaign(credentials, "c-1"))).toMatchObject({
      kind: "refused",
      code: "400009002",
      message: expect.stringContaining("no longer scheduled"),
    });
  });

  test("are analysed, and tracked page by page", async () => {
    server.api = json(200, answered.smsAnalysis);
    expect(resultOf(await routee.analyzeCampaign(credentials, campaign))).toEqual(answered.smsAnalysis);
    server.api = (request, response, body) =>
      json(200, { content: [item], totalPages: 2, last: request.url?.includes("page=1") ?? false })(
        request,
        response,
        body,
      );
    expect(resultOf(await routee.trackCampaign(credentials, "c-1"))).toHaveLength(2);
    expect(lastAsked()?.path).toBe("/sms/tracking/campaign/c-1?page=1&size=500");
  });
});

describe("analysis, balance and prices", () => {
  test("an analysis has the cost of a segment and what would be sent", async () => {
    const bodyAnalysis = {
      parts: 2,
      unicode: true,
      characters: 80,
      unsupportedGSMCharacters: ["α"],
      transcode: { message: "A", parts: 1 },
    };
    server.api = json(200, { cost: 0.042, bodyAnalysis });
    const asked = { to: "+306900000001", from: "Kiosk", body: "α" };
    expect(resultOf(await routee.analyze(credentials, asked))).toMatchObject({ cost: "0.042", bodyAnalysis });
    expect(lastAsked()).toMatchObject({ method: "POST", path: "/sms/analyze", body: JSON.stringify(asked) });
    server.api = json(200, { bodyAnalysis: {} });
    expect(resultOf(await routee.analyze(credentials, asked))).toMatchObject({ cost: null });
  });

  test("a balance is a decimal, with its currency where there is one", async () => {
    server.api = json(200, { balance: 20.51234, currency: { code: "EUR", name: "Euro", sign: "€" } });
    expect(resultOf(await routee.balance(credentials))).toMatchObject({
      balance: "20.51234",
      currency: { code: "EUR", name: "Euro", sign: "€" },
    });
    for (const [balance, text] of [
      ["7.5", "7.5"],
      [0.0000001, "0.0000001"],
      [-3, "-3"],
    ] as const) {
      server.api = json(200, { balance });
      expect(resultOf(await routee.balance(credentials))).toMatchObject({ balance: text, currency: null });
    }
  });

  test("prices stand by country and network", async () => {
    const sms = [
      {
        mcc: 202,
        country: "Greece",
        iso: "GR",
        networks: [{ network: "Cosmote", mnc: "01", price: 0.042 }, { price: "0.05" }],
      },
    ];
    server.api = json(200, { sms, currency: { code: "EUR" }, lookup: { perRequest: 0.005 } });
    expect(resultOf(await routee.prices(credentials, { mcc: "202" }))).toMatchObject({
      countries: [
        {
          mcc: "202",
          iso: "GR",
          networks: [
            { network: "Cosmote", mnc: "01", price: "0.042" },
            { network: null, price: "0.05" },
          ],
        },
      ],
      currency: "EUR",
    });
    expect(lastAsked()?.path).toBe("/system/prices?mcc=202&service=Sms");
  });
});

describe("whatever is asked", () => {
  test.each(Object.entries(CALLS))(
    "%s: an answer that does not fit names the field and keeps the text",
    async (name, call) => {
      const odd = {
        trackingId: 7,
        balance: {},
        sms: "none",
        content: 5,
        bodyAnalysis: 3,
        secret: credentials.applicationSecret,
      };
      server.api = json(200, name === "analyzeCampaign" ? [] : odd);
      const outcome = await call();
      if (name === "cancelCampaign") return expect(outcome.ok).toBe(true);
      const failed = failureOf(outcome);
      expect(failed.message).toMatch(/^Routee's .* cannot be understood: \S+/);
      expect(failed.raw).toBe(name === "analyzeCampaign" ? "[]" : JSON.stringify({ ...odd, secret: "[hidden]" }));
      expect(failed.mayHaveTakenEffect).toBe(ORDERS.includes(name));
    },
  );

  test.each(Object.entries(CALLS))("%s: a 401 in the middle is answered with a new token, once", async (_, call) => {
    let refusals = 0;
    server.api = (request, response, body) => {
      refusals += 1;
      json(refusals === 1 ? 401 : 400, { error: "invalid_token" })(request, response, body);
    };
    expect(failureOf(await call()).kind).toBe("refused");
    expect(server.asked.filter(({ path }) => path === "/oauth/token")).toHaveLength(2);
  });

  test.each(Object.entries(CALLS))(
    "%s: a cut answer may have taken effect only where something was ordered",
    async (name, call) => {
      server.api = (request) => request.socket.destroy();
      const failed = failureOf(await call());
      expect(failed).toMatchObject({ kind: "lost", mayHaveTakenEffect: ORDERS.includes(name) });
    },
  );

  test.each([
    [429, "120", "rate_limited", 120_000],
    [503, new Date(Date.now() + 3_600_000).toUTCString(), "lost", 3_600_000],
  ] as const)("%i with Retry-After tells how long to wait", async (status, header, kind, ms) => {
    server.api = json(status, {}, { "retry-after": header });
    for (const call of Object.values(CALLS)) {
      const failed = failureOf(await call());
      expect(failed.kind).toBe(kind);
      expect(Math.abs((failed.retryAfterMs ?? 0) - ms)).toBeLessThan(5_000);
    }
  });

  test("two requests one after the other use one connection", async () => {
    server.api = json(200, { balance: 1 });
    await routee.balance(credentials);
    const before = server.connections;
    for (let i = 0; i < 5; i += 1) await routee.balance(credentials);
    expect(server.connections).toBe(before);
  });

  test("of one app so many requests are under way at once, and their waiting is no time-out", async () => {
    const limited = createRouteeClient({ authUrl: server.url, apiUrl: server.url, timeoutMs: 1_000, maxConcurrent: 2 });
    let [inside, most] = [0, 0];
    const waiting: (() => void)[] = [];
    server.api = (request, response, body) => {
      inside += 1;
      most = Math.max(most, inside);
      const answer = () => {
        inside -= 1;
        json(200, { balance: 1 })(request, response, body);
      };
      waiting.push(answer);
      // Answered when the next one waits too, or when nobody is left.
      if (inside === 2 || server.asked.length === 7) for (const one of waiting.splice(0)) setTimeout(one, 20);
    };
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => limited.balance(credentials)));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(2);
  });

  test("a message that is withdrawn never leaves; what the claim throws is thrown on, and the place is free again", async () => {
    const limited = createRouteeClient({ authUrl: server.url, apiUrl: server.url, maxConcurrent: 1 });
    const message = { to: "+306900000001", body: "Hi", from: "Kiosk" };
    server.api = json(200, { trackingId: "t" });
    expect(failureOf(await limited.send(credentials, message, { claim: async () => false }))).toMatchObject({
      kind: "withdrawn",
      mayHaveTakenEffect: false,
    });
    const claim = async () => {
      throw new Error("the database is away");
    };
    await expect(limited.send(credentials, message, { claim })).rejects.toThrow("the database is away");
    expect(server.asked.filter(({ path }) => path === "/sms")).toHaveLength(0);
    expect((await limited.send(credentials, message, { claim: async () => true })).ok).toBe(true);
  });

  test("no secret, token or text of a message is in what may be logged", async () => {
    const canary = "canary text";
    const echo = `${canary} ${TOKEN} ${credentials.applicationSecret}`;
    for (const status of [200, 400, 401, 403, 429, 500]) {
      server.api = json(status, { code: "400005000", developerMessage: echo, trackingId: 5 });
      const failed = failureOf(await routee.send(credentials, { to: "+306900000001", body: canary, from: "Kiosk" }));
      expect(failed.summary).toMatch(/^[a-z_]+( \(HTTP \d{3}(, \d{9})?\))?$/);
      const told = JSON.stringify(failed);
      for (const secret of [TOKEN, credentials.applicationSecret]) expect(told).not.toContain(secret);
    }
  });

  test("any JSON as an answer gives a result, never an error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(CALLS)), fc.jsonValue(), async (name, answer) => {
        server.api = json(200, answer);
        const outcome = await CALLS[name]?.();
        expect(typeof outcome?.ok).toBe("boolean");
      }),
      { numRuns: 150 },
    );
  });
});
