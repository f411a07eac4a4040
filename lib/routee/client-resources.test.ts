import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient, type RouteeClient } from "./client";
import { type AnsweringServer, json, startAnsweringServer } from "./testing/answering-server";
import { campaign, campaignAnswer, credentials, failureOf, resultOf } from "./testing/every-call";

/** What the answers of the resources beside sending and tracking are read as, against a real HTTP server. */

let server: AnsweringServer;
let routee: RouteeClient;
beforeEach(async () => {
  server = await startAnsweringServer();
  routee = createRouteeClient({ authUrl: server.url, apiUrl: server.url, timeoutMs: 5_000 });
});
afterEach(() => server.close());

describe("campaigns", () => {
  test("are sent, changed and read, with states and statuses as open words", async () => {
    server.api = json(200, campaignAnswer);
    const expected = {
      trackingId: "c-1",
      campaignName: "spring 1",
      state: "Scheduled",
      createdAt: new Date("2026-03-02T09:15:01.300Z"),
      scheduledDate: new Date("2026-03-03T09:00:00Z"),
      endedAt: null,
      analysis: campaignAnswer.smsAnalysis,
      statuses: { Queued: 0, Postponed: 1 },
      cost: "0",
      totalMessages: 1,
      raw: campaignAnswer,
    };
    expect(resultOf(await routee.sendCampaign(credentials, campaign))).toEqual(expected);
    expect(resultOf(await routee.updateCampaign(credentials, "c-1", campaign))).toEqual(expected);
    expect(resultOf(await routee.readCampaign(credentials, "c-1"))).toEqual(expected);
  });

  test.each([
    [{ state: "Paused by a new rule" }, { state: "Paused by a new rule" }],
    [
      { state: null, statuses: null, smsAnalysis: null },
      { state: null, statuses: {}, analysis: null },
    ],
    [
      { endedAt: "2026-03-03T09:04:00Z", cost: 6e-7 },
      { endedAt: new Date("2026-03-03T09:04:00Z"), cost: "0.0000006" },
    ],
    [
      { scheduledDate: 5, totalMessages: "2", campaignName: 7 },
      { scheduledDate: null, totalMessages: null },
    ],
    [{ smsAnalysis: { recipientCountries: 1, bodyAnalysis: 2, more: 3 } }, { analysis: { more: 3 } }],
  ])("were taken, however odd what stands beside the ID: %j", async (odd, expected) => {
    const answer = { trackingId: "c-1", ...odd };
    server.api = json(200, answer);
    expect(resultOf(await routee.sendCampaign(credentials, campaign))).toMatchObject({ ...expected, raw: answer });
  });

  test.each(["", " \n", "{}", "null", '{"trackingId":"c-1"}'])("are cancelled with the answer %j", async (body) => {
    server.api = (_request, response) => response.end(body);
    expect(await routee.cancelCampaign(credentials, "c-1")).toEqual({ ok: true, value: true });
  });

  test("that cannot be changed any more are refused in words", async () => {
    server.api = json(400, { code: "400009002", developerMessage: "Campaign is not scheduled" });
    expect(failureOf(await routee.cancelCampaign(credentials, "c-1"))).toMatchObject({
      kind: "refused",
      code: "400009002",
      message: expect.stringContaining("no longer scheduled"),
    });
  });

  test("are analysed, and fields that are new are kept", async () => {
    const answer = { ...campaignAnswer.smsAnalysis, blacklisted: 3 };
    server.api = json(200, answer);
    expect(resultOf(await routee.analyzeCampaign(credentials, campaign))).toEqual(answer);
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
    server.api = json(200, { bodyAnalysis: {} });
    expect(resultOf(await routee.analyze(credentials, asked))).toMatchObject({ cost: null });
  });

  test.each([
    [20.51234, "20.51234"],
    ["7.5", "7.5"],
    ["20.50000", "20.50000"],
    [1e-7, "0.0000001"],
    [-3, "-3"],
    [0, "0"],
  ])("the balance %j is the decimal %j", async (balance, text) => {
    server.api = json(200, { balance, currency: null });
    expect(resultOf(await routee.balance(credentials))).toMatchObject({ balance: text, currency: null });
  });

  test.each([1e21, 1e12, "1,50", "", true, null])("the balance %j is none", async (balance) => {
    server.api = json(200, { balance });
    const failed = failureOf(await routee.balance(credentials));
    expect(failed.message).toMatch(/^Routee's balance answer cannot be understood: balance /);
  });

  test.each([
    [
      { code: "EUR", name: "Euro", sign: "€" },
      { code: "EUR", name: "Euro", sign: "€" },
    ],
    [
      { code: "XYZ", name: null },
      { code: "XYZ", name: null, sign: null },
    ],
    [{ name: "Euro" }, null],
    ["EUR", null],
  ])("the currency %j of a balance", async (currency, expected) => {
    const answer = { balance: 1, currency, credit: 5 };
    server.api = json(200, answer);
    expect(resultOf(await routee.balance(credentials))).toEqual({ balance: "1", currency: expected, raw: answer });
  });

  test("prices stand by country and network", async () => {
    const networks = [
      { network: "Cosmote", mnc: "01", price: 0.042 },
      { network: null, mnc: 5, price: "0.05" },
    ];
    const sms = [
      { mcc: 202, country: "Greece", iso: "GR", networks },
      { mcc: "901", networks: null },
    ];
    const answer = { sms, currency: { code: "EUR" }, lookup: { perRequest: 0.005 } };
    server.api = json(200, answer);
    expect(resultOf(await routee.prices(credentials))).toEqual({
      countries: [
        {
          mcc: "202",
          country: "Greece",
          iso: "GR",
          networks: [
            { network: "Cosmote", mnc: "01", price: "0.042" },
            { network: null, mnc: "5", price: "0.05" },
          ],
        },
        { mcc: "901", country: null, iso: null, networks: [] },
      ],
      currency: "EUR",
      raw: answer,
    });
  });

  test("prices are asked for with what is given only", async () => {
    server.api = json(200, { sms: [] });
    await routee.prices(credentials, { mcc: "202" });
    expect(server.asked.at(-1)?.path).toBe("/system/prices?mcc=202&service=Sms");
  });
});
