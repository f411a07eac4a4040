import { describe, expect, test } from "vitest";
import {
  billedParts,
  bodyAnalysisSchema,
  parseError,
  parseReceipt,
  parseTracking,
  readDate,
  sendAnswerOf,
  sendAnswerSchema,
  tokenSchema,
} from "./wire";

const receipt = {
  messageId: "6b2f0a1e-2c3d-4e5f-8a9b-0c1d2e3f4a5b",
  smsId: "0d1f6a52-57c5-4b4c-9bb5-5a4c3f0f7c11",
  part: 1,
  parts: 2,
  label: "t-17",
  to: "+306900000001",
  from: "Kiosk",
  country: "GR",
  operator: "Cosmote",
  groups: [],
  status: {
    name: "Undelivered",
    reason: { detailedStatus: "Unknown Number", description: "No such number" },
    updatedDate: "2026-03-02T09:15:06Z",
  },
  message: "Table ready",
  applicationName: "default",
  latency: 5,
  price: 0.042,
  direction: "Outbound",
  originatingService: "Sms",
};

function read(json: unknown) {
  const parsed = parseReceipt(json);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.receipt;
}

describe("receipts", () => {
  test("a whole one", () => {
    expect(read(receipt)).toEqual({
      messageId: receipt.messageId,
      smsId: receipt.smsId,
      part: 1,
      parts: 2,
      label: "t-17",
      status: "Undelivered",
      at: "2026-03-02T09:15:06.000Z",
      reason: { detailedStatus: "Unknown Number", description: "No such number" },
      price: "0.042",
      country: "GR",
      operator: "Cosmote",
      latency: 5,
      raw: receipt,
    });
  });

  test("an old one, without smsId, part, label and reason", () => {
    const { smsId: _smsId, part: _part, label: _label, ...old } = receipt;
    const status = { name: "Queued", updatedDate: "2016-09-21T12:38:04Z" };
    const parsed = read({ ...old, parts: 1, latency: 0, price: 0.006, status });
    expect(parsed).toMatchObject({ smsId: null, part: null, parts: 1, label: null, reason: null, price: "0.006" });
    expect(parsed).toMatchObject({ status: "Queued", latency: 0 });
  });

  test("the least that can be", () => {
    const status = { name: "Sent", updatedDate: "2026-03-02T09:15:06Z" };
    expect(read({ messageId: "m", status })).toMatchObject({
      smsId: null,
      part: null,
      parts: null,
      price: null,
      country: null,
      operator: null,
      latency: null,
      label: null,
      reason: null,
    });
  });

  test("unknown words and fields pass", () => {
    const parsed = read({ ...receipt, zone: 7, status: { ...receipt.status, name: "Teleported", colour: "red" } });
    expect(parsed.status).toBe("Teleported");
    expect(parsed.raw).toMatchObject({ zone: 7, status: { colour: "red" } });
  });

  test.each([
    ["status.name", { ...receipt, status: { updatedDate: "2026-03-02T09:15:06Z" } }],
    ["status.name", { ...receipt, status: { ...receipt.status, name: " " } }],
    ["status.name", { ...receipt, status: { ...receipt.status, name: 7 } }],
    ["status.name", { ...receipt, status: { ...receipt.status, name: "x".repeat(101) } }],
    ["status.updatedDate", { ...receipt, status: { name: "Sent" } }],
    ["status.updatedDate", { ...receipt, status: { name: "Sent", updatedDate: "yesterday" } }],
    ["status.updatedDate", { ...receipt, status: { name: "Sent", updatedDate: "2026-02-30T09:15:06Z" } }],
    ["status", { messageId: "m" }],
    ["messageId", { ...receipt, messageId: undefined }],
    ["the receipt", null],
    ["the receipt", []],
    ["the receipt", "Sent"],
  ])("what cannot be read names %s", (field, json) => {
    const parsed = parseReceipt(json);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(`^${field} `) });
  });

  test.each([
    [{ part: 0 }, { part: null }],
    [{ part: 1e9 }, { part: null }],
    [{ part: "2" }, { part: 2 }],
    [{ parts: -1 }, { parts: null }],
    [{ parts: null }, { parts: null }],
    [{ latency: 4.6 }, { latency: 5 }],
    [{ latency: -1 }, { latency: null }],
    [{ latency: 1e12 }, { latency: null }],
    [{ latency: null }, { latency: null }],
    [{ price: 6e-7 }, { price: "0.0000006" }],
    [{ price: "0.04200000" }, { price: "0.04200000" }],
    [{ price: 0 }, { price: "0" }],
    [{ price: -1 }, { price: null }],
    [{ price: 1e30 }, { price: null }],
    [{ price: "free" }, { price: null }],
    [{ label: "" }, { label: null }],
    [{ operator: 20201 }, { operator: "20201" }],
    [{ country: { code: "GR" } }, { country: null }],
  ])("%j is read as %j", (change, expected) => {
    expect(read({ ...receipt, ...change })).toMatchObject(expected);
  });

  test.each([
    [{}, null],
    [null, null],
    ["Expired", { detailedStatus: "Expired", description: "" }],
    [{ detailedStatus: "Expired" }, { detailedStatus: "Expired", description: "" }],
    [{ description: "late" }, { detailedStatus: "", description: "late" }],
    [7, null],
  ])("the reason %j is read as %j", (reason, expected) => {
    expect(read({ ...receipt, status: { ...receipt.status, reason } }).reason).toEqual(expected);
  });
});

describe("tracking items", () => {
  const { name: status, updatedDate: date, reason } = receipt.status;

  test("give the same report as a receipt", () => {
    const parsed = parseTracking({ ...receipt, status: { status, date, reason } });
    expect(parsed).toMatchObject({ ok: true, receipt: { ...read(receipt), raw: expect.anything() } });
  });

  test("a receipt is none, and the field is named", () => {
    expect(parseTracking(receipt)).toMatchObject({ ok: false, problem: expect.stringMatching(/^status\.status /) });
  });
});

describe("times", () => {
  test.each([
    ["2026-03-02T09:15:01.27Z", "2026-03-02T09:15:01.270Z"],
    ["2026-03-02T09:15:53.344Z", "2026-03-02T09:15:53.344Z"],
    ["2026-03-02T09:15:33Z", "2026-03-02T09:15:33.000Z"],
    ["2026-03-02T09:15:33.123456789Z", "2026-03-02T09:15:33.123Z"],
    ["2015-11-11T15:00Z", "2015-11-11T15:00:00.000Z"],
    ["2024-07-10T03:39:48.787+0000", "2024-07-10T03:39:48.787Z"],
    ["2024-07-10T03:39:48+02:00", "2024-07-10T01:39:48.000Z"],
    ["2026-03-02T09:15:33", "2026-03-02T09:15:33.000Z"],
  ])("%s", (written, expected) => {
    expect(readDate(written)?.toISOString()).toBe(expected);
  });

  test.each([
    "",
    "2026-03-02",
    "2026-13-02T09:15:33Z",
    "2026-03-02T25:15:33Z",
    "0000-01-01T00:00:00Z",
    1_720_582_788_787,
    null,
  ])("%j is none", (written) => {
    expect(readDate(written)).toBeNull();
  });
});

describe("error bodies", () => {
  test.each([
    [
      "validation",
      {
        code: "400000000",
        developerMessage: "Validation Error!",
        entity: "SmsTracking",
        properties: { to: "Invalid mobile number" },
      },
      { code: "400000000", words: "to: Invalid mobile number" },
    ],
    [
      "one property",
      {
        code: "404009001",
        developerMessage: "campaign … was not found!",
        entity: "campaign",
        property: "trackingId",
        value: "…",
      },
      { code: "404009001", words: "campaign … was not found!" },
    ],
    [
      "list",
      {
        code: "400005000",
        developerMessage: "SMS contains invalid data",
        errors: [{ errorCode: "004", developerMessage: "No recipients" }],
      },
      { code: "400005000", words: "No recipients" },
    ],
    [
      "plain",
      { code: "400001009", developerMessage: "Insufficient Balance" },
      { code: "400001009", words: "Insufficient Balance" },
    ],
    ["a number as code", { code: 400001009 }, { code: "400001009", words: null }],
    [
      "OAuth",
      { error: "invalid_token", error_description: "expired" },
      { code: null, oauthError: "invalid_token", words: "expired" },
    ],
    [
      "the framework's",
      {
        timestamp: 1_474_461_484_000,
        status: 401,
        error: "Unauthorized",
        message: "Bad credentials",
        path: "/oauth/token",
      },
      { code: null, words: "Bad credentials" },
    ],
    ["something else", { hello: 1 }, { code: null, oauthError: null, words: null }],
    ["no object", "oops", { code: null, oauthError: null, words: null }],
    ["nothing", undefined, { code: null, oauthError: null, words: null }],
  ])("%s", (_name, json, expected) => {
    expect(parseError(json)).toMatchObject(expected);
  });
});

test("the answer of a send needs only its tracking ID", () => {
  const read = (json: unknown) => sendAnswerOf(sendAnswerSchema.parse(json), json);
  const least = { trackingId: "t", status: "Queued", createdAt: null, bodyAnalysis: null };
  for (const odd of [{}, { bodyAnalysis: "odd", createdAt: 5, status: 7 }, { bodyAnalysis: null, status: null }]) {
    const json = { trackingId: "t", ...odd };
    expect(read(json)).toEqual({ ...least, raw: json });
  }
  const createdAt = "2026-03-02T09:15:01.27Z";
  const parsed = read({ trackingId: "t", status: "Postponed", createdAt, bodyAnalysis: { parts: "2" } });
  expect(parsed).toMatchObject({ status: "Postponed", createdAt: new Date(createdAt), bodyAnalysis: { parts: 2 } });
  for (const wrong of [{ status: "Queued" }, null, { trackingId: "" }, { trackingId: "x".repeat(201) }])
    expect(sendAnswerSchema.safeParse(wrong).success).toBe(false);
});

test("what is charged are the segments of the transcoded text, where there is one", () => {
  const analysis = { parts: 3, unicode: true, unsupportedGSMCharacters: ["α"], transcode: { message: "A", parts: 1 } };
  const parsed = bodyAnalysisSchema.parse({ ...analysis, later: "kept" });
  expect(parsed).toEqual({ ...analysis, later: "kept" });
  expect(billedParts(parsed)).toBe(1);
  expect(billedParts(bodyAnalysisSchema.parse({ parts: 3, transcode: "odd" }))).toBe(3);
  expect(billedParts(null)).toBeNull();
});

test.each([
  [{ expires_in: "3599" }, 3599],
  [{ expires_in: 631_139_040 }, 631_139_040],
  [{}, 300],
  [{ expires_in: null, scope: ["sms"], token_type: 1 }, 300],
  [{ expires_in: -1 }, 300],
])("a token needs nothing beside itself: %j lives %d s", (more, seconds) => {
  expect(tokenSchema.parse({ access_token: "t", ...more })).toMatchObject({ access_token: "t", expires_in: seconds });
});

test.each(["", "two words", "line\nbreak", "☃", 7, null])("%j is no token", (access_token) => {
  expect(tokenSchema.safeParse({ access_token }).success).toBe(false);
});
