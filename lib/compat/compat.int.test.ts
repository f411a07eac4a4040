import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { readMessage } from "@/lib/messages/read-message";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { prisma, transaction } from "@/lib/platform/database";
import { createRouteeClient } from "@/lib/routee/client";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { allRoutes, serveRoutes } from "@/scripts/testing/serve-routes";

onTestDatabase({ SANDBOX_URL: "http://127.0.0.1:1", CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let server: Awaited<ReturnType<typeof serveRoutes>>;
let url: string;
let key: { id: string; secret: string };
beforeAll(async () => {
  owner = await givenOwner();
  key = await createKey({ id: owner.appId, environment: "sandbox" }, createKeySchema.parse({}), null);
  server = await serveRoutes(await allRoutes((address) => !address.startsWith("/api")));
  url = server.url;
});
afterAll(() => server.close());

async function ask(path: string, options: { json?: unknown; headers?: Record<string, string>; bearer?: string } = {}) {
  const response = await fetch(url + path, {
    ...(options.json === undefined ? {} : { method: "POST", body: JSON.stringify(options.json) }),
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${options.bearer ?? key.secret}`,
      ...options.headers,
    },
  });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) as unknown };
}
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const tokenRequest = async (form: Record<string, string>, headers: Record<string, string> = {}, query = "") => {
  const response = await fetch(`${url}/oauth/token${query}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const inSeconds = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 9, 15, seconds)).toISOString();
/** Routee's answer and receipts for a message. */
const report = (messageId: string, status: string, second: number, trackingId: string) =>
  transaction((sql) =>
    recordObservations(sql, [
      {
        messageId,
        source: "receipt",
        receivedAt: inSeconds(second),
        observation: {
          origin: "report",
          status,
          at: inSeconds(second),
          segment: 1,
          parts: 1,
          smsId: `sms-${trackingId}`,
          trackingId,
          price: "0.042",
          country: "GR",
          operator: "Cosmote",
          latency: second,
          reason: { detailedStatus: status, description: "As Routee says." },
        },
        receipt: { body: "{}", remoteAddress: null },
      },
    ]),
  );

describe("our own client of Routee, with only the addresses and the credentials changed", () => {
  test("gets a token, sends, analyses, tracks and searches", async () => {
    const client = createRouteeClient({ authUrl: url, apiUrl: url });
    const credentials = { key: "compat", applicationId: key.id, applicationSecret: key.secret };
    expect(await client.verify(credentials)).toEqual({ ok: true, value: true });
    const sent = await client.send(credentials, { to: "+306900000001", body: "Table ready", label: "t-17" });
    if (!sent.ok) throw new Error(sent.failure.message);
    expect(sent.value).toMatchObject({ status: "Queued", bodyAnalysis: { parts: 1, unicode: false, characters: 11 } });
    const id = sent.value.trackingId;
    expect(await readMessage(id)).toMatchObject({ to: "+306900000001", label: "t-17", events: [{ sequence: 1 }] });

    expect(await client.trackSingle(credentials, id)).toMatchObject({ ok: true, value: [{ status: "Queued" }] });
    await report(id, "Delivered", 6, "routee-1");
    const delivered = { status: "Delivered", messageId: "routee-1", price: "0.042", operator: "Cosmote", latency: 6 };
    for (const either of [id, "routee-1"])
      expect(await client.trackSingle(credentials, either)).toMatchObject({ ok: true, value: [delivered] });

    const range = { from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 60_000), filters: [] };
    const found = await client.searchTracking(credentials, range);
    expect(found.ok && found.value.map(({ messageId }) => messageId)).toContain("routee-1");
    expect(await client.analyze(credentials, { to: "+306900000001", from: "Me", body: "Γειά" })).toMatchObject({
      ok: true,
      value: { bodyAnalysis: { unicode: true, parts: 1 } },
    });
    expect(await client.trackSingle(credentials, "nobody")).toMatchObject({
      ok: false,
      failure: { kind: "refused", code: "404005000" },
    });
  });
});

describe("POST /oauth/token", () => {
  test("takes credentials from the header or the form, and the grant from the query too", async () => {
    const grant = { grant_type: "client_credentials" };
    const header = await tokenRequest(grant, { authorization: basic(key.id, key.secret) });
    expect(header).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^[0-9a-f-]{36}$/),
        token_type: "bearer",
        expires_in: expect.any(Number),
        scope: "account report sms messages:send messages:read",
        permissions: ["MT_ROLE_ACCOUNT_FINANCE", "MT_ROLE_REPORT", "MT_ROLE_SMS"],
      },
    });
    const form = await tokenRequest({ ...grant, client_id: key.id, client_secret: key.secret });
    const query = await tokenRequest(
      {},
      { authorization: basic(key.id, key.secret) },
      "?grant_type=client_credentials&scope=sms",
    );
    for (const { body } of [form, query]) expect(body.access_token).toBe(header.body.access_token);
    expect((await ask("/sms/tracking/single/x", { bearer: String(header.body.access_token) })).status).toBe(404);
  });

  test.each<[string, number, object, () => Parameters<typeof tokenRequest>]>([
    ["no credentials", 401, { error: "Unauthorized", path: "/oauth/token" }, () => [{}]],
    [
      "a wrong secret",
      401,
      { status: 401, message: "Bad credentials" },
      () => [{ grant_type: "client_credentials" }, { authorization: basic(key.id, "wrong") }],
    ],
    [
      "another grant",
      400,
      { error: "unsupported_grant_type" },
      () => [{ grant_type: "password" }, { authorization: basic(key.id, key.secret) }],
    ],
    [
      "a scope that is none",
      400,
      { error: "invalid_scope" },
      () => [{ grant_type: "client_credentials", scope: "sms,moon" }, { authorization: basic(key.id, key.secret) }],
    ],
  ])("refuses %s", async (_, status, body, request) => {
    expect(await tokenRequest(...request())).toMatchObject({ status, body });
  });
});

describe("POST /sms", () => {
  test("answers in Routee's fields and their order", async () => {
    const { status, body } = await ask("/sms", {
      json: {
        body: "Γειά [x]",
        to: "306900000001",
        from: "Kiosk",
        flash: "false",
        ttl: "60",
        label: "t-17",
        callback: { url: "http://127.0.0.1:8080/hook" },
        unknown: 1,
      },
    });
    expect(status).toBe(200);
    expect(Object.keys(body as object)).toEqual([
      ...["trackingId", "status", "createdAt", "from", "to", "body", "bodyAnalysis", "flash"],
      ...["callback", "label", "ttl"],
    ]);
    expect(body).toMatchObject({
      status: "Queued",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/),
      from: "Kiosk",
      to: "+306900000001",
      flash: false,
      ttl: 60,
      callback: { url: "http://127.0.0.1:8080/hook", strategy: "OnChange" },
      bodyAnalysis: { parts: 1, unicode: true, characters: 8, unsupportedGSMCharacters: expect.any(Array) },
    });
  });

  test("with the same Idempotency-Key is one message and one answer", async () => {
    const once = () =>
      ask("/sms", { json: { to: "+306900000001", body: "Once" }, headers: { "idempotency-key": "a" } });
    expect((await once()).body).toEqual((await once()).body);
  });

  test.each<[object, object]>([
    [{ to: "abc" }, { code: "400000000", entity: "SmsTracking", properties: { to: "Invalid mobile number" } }],
    [{ to: "+123456789012345678901" }, { properties: { to: "Invalid mobile number" } }],
    [{ body: "" }, { code: "400000000", properties: { body: expect.any(String) } }],
    [{ body: "x".repeat(1_601) }, { properties: { body: expect.any(String) } }],
    [{ from: "far too long a sender" }, { code: "400005000", errors: [{ errorCode: "002" }] }],
    [{ ttl: 5_000 }, { properties: { ttl: expect.any(String) } }],
    [{ label: "x".repeat(351) }, { properties: { label: expect.any(String) } }],
    [{ callback: { url: "", strategy: "OnChange" } }, { properties: { "callback.url": expect.any(String) } }],
    [{ callback: { url: "https://x.example", strategy: "Often" } }, { properties: expect.any(Object) }],
    [
      { callback: { url: "http://10.0.0.1/" } },
      { properties: { "callback.url": expect.stringContaining("10.0.0.1") } },
    ],
    [{ urlShortener: { urlValidity: 1 } }, { properties: { urlShortener: expect.stringContaining("Tidings") } }],
  ])("refuses %o as Routee does", async (wrong, body) => {
    const answer = await ask("/sms", { json: { to: "+306900000001", body: "Table ready", from: "Kiosk", ...wrong } });
    expect(answer).toMatchObject({ status: 400, body });
    expect(answer.headers.get("content-type")).toContain("application/json");
  });

  test.each<[string, number, object, Parameters<typeof ask>[1]]>([
    ["no JSON", 400, { code: "400000000" }, { json: [1] }],
    ["another type", 415, { status: 415, path: "/sms" }, { json: {}, headers: { "content-type": "text/plain" } }],
    ["an unknown token", 401, { error: "invalid_token" }, { json: {}, bearer: "3f0c2d7e-8b1a-4c55-9a3e-1d2b3c4d5e6f" }],
    ["basic credentials", 401, { error: "Unauthorized" }, { json: {}, headers: { authorization: "Basic eDp5" } }],
  ])("refuses %s as Routee does", async (_, status, body, options) => {
    expect(await ask("/sms", options)).toMatchObject({ status, body });
  });

  test("without the right to send is 403 with Routee's code", async () => {
    const reader = await createKey(
      { id: owner.appId, environment: "sandbox" },
      createKeySchema.parse({ scopes: ["messages:read"] }),
      null,
    );
    const answer = await ask("/sms", { json: { to: "+306900000001", body: "x" }, bearer: reader.secret });
    expect(answer).toMatchObject({ status: 403, body: { code: "403000000", developerMessage: "Access denied" } });
  });
});

describe("tracking", () => {
  test("another app's message is not there, by either id", async () => {
    const foreign = await createApp(prisma(), { name: "Foreign", environment: "sandbox", defaultSender: "Other" });
    const message = await givenMessage({ ...owner, appId: foreign.id });
    await report(message.id, "Sent", 1, "routee-foreign");
    for (const id of [message.id, "routee-foreign"])
      expect(await ask(`/sms/tracking/single/${id}`)).toMatchObject({ status: 404, body: { code: "404005000" } });
  });

  test("has an item for each segment, in Routee's fields", async () => {
    const message = await givenMessage(owner, { body: "x".repeat(200), label: "two" });
    const { body } = await ask(`/sms/tracking/single/${message.id}`);
    expect(body).toEqual(
      [1, 2].map((part) => ({
        messageId: message.id,
        to: "+306900000001",
        groups: [],
        country: "GR",
        status: { status: "Queued", date: `${message.createdAt.slice(0, 19)}Z` },
        body: message.body,
        applicationName: "Sandbox",
        originatingService: "Sms",
        latency: 0,
        parts: 2,
        part,
        from: "Tidings",
        direction: "Outbound",
        label: "two",
      })),
    );
  });

  test("is searched by Routee's filters, page by page", async () => {
    for (let i = 0; i < 5; i += 1) await givenMessage(owner, { label: `find-${i}`, to: "+306900000055" });
    const range = new URLSearchParams({
      dateStart: new Date(Date.now() - 60_000).toISOString(),
      dateEnd: new Date(Date.now() + 60_000).toISOString(),
    });
    type Found = { content: { label: string }[]; totalElements: number; totalPages: number; last: boolean };
    const find = async (filters: object[], more = "") =>
      (await ask(`/sms/tracking?${range}${more}`, { json: filters })).body as Found;
    const labels = ({ content }: Found) => content.map(({ label }) => label);
    const starts = [{ fieldName: "label", searchTerm: "find-", searchOperator: "starts_with" }];
    const page = await find(starts, "&size=2&page=1");
    expect(page).toMatchObject({
      totalElements: 5,
      totalPages: 3,
      last: false,
      numberOfElements: 2,
      number: 1,
      size: 2,
    });
    expect(labels(page)).toEqual(["find-2", "find-3"]);
    expect(labels(await find(starts, "&size=1&sort=label,desc"))).toEqual(["find-4"]);
    const all = [
      { fieldName: "to", searchTerm: "306900000055" },
      { fieldName: "status.status", searchTerm: "Queued" },
      { fieldName: "label", searchTerm: "3", searchOperator: "ends_with" },
      { fieldName: "direction", searchTerm: "Outbound" },
    ];
    expect(labels(await find(all))).toEqual(["find-3"]);
    expect(await find([{ fieldName: "label", searchTerm: "%", searchOperator: "contains" }])).toMatchObject({
      content: [],
      totalElements: 0,
      totalPages: 0,
      last: true,
    });
    await report((await givenMessage(owner)).id, "Sent", 1, "routee-by-part");
    expect((await find([{ fieldName: "smsId", searchTerm: "sms-routee-by-part" }])).totalElements).toBe(1);
  });

  test.each([
    ["", {}, "dateStart"],
    ["?dateStart=2020-01-01T00:00Z&dateEnd=2020-01-02T00:00Z", {}, "dateStart"],
    ["?size=2001", [], "size"],
    ["", [{ fieldName: "body", searchTerm: "x" }], "dateStart"],
  ])("refuses %s %o", async (query, json, property) => {
    const now = new URLSearchParams({
      dateStart: new Date(Date.now() - 1_000).toISOString(),
      dateEnd: new Date().toISOString(),
    });
    const path = `/sms/tracking${query.startsWith("?size") ? `${query}&${now}` : query}`;
    expect(await ask(path, { json })).toMatchObject({
      status: 400,
      body: { properties: { [property]: expect.any(String) } },
    });
  });
});

test("what Tidings does not offer says so in Routee's shape", async () => {
  expect(await ask("/sms/anything/else")).toMatchObject({
    status: 501,
    body: { status: 501, error: "Not Implemented", message: "Tidings does not offer this SMS resource." },
  });
});
