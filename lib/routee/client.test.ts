import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient } from "./client";
import type { Outcome } from "./failure";
import { type AnsweringServer, type Handler, json, startAnsweringServer } from "./testing/answering-server";

const credentials = { key: "app-1", applicationId: "57df0000000000000000abcd", applicationSecret: "s3cretS3cret" };
const message = { to: "+306900000001", body: "Table ready", from: "Kiosk" };
const taken = { trackingId: "t-1", status: "Queued", createdAt: "2026-03-02T09:15:01.27Z", bodyAnalysis: { parts: 1 } };

let routee: AnsweringServer;

/** The nth request gets the nth handler, the last one all that follow. */
function inTurn(...handlers: Handler[]): Handler {
  let turn = 0;
  return (...args) => handlers[Math.min(turn++, handlers.length - 1)]?.(...args);
}

const mute: Handler = () => undefined;
const hangUp: Handler = (request) => request.socket.destroy();
const tokenRequests = () => routee.asked.filter(({ path }) => path === "/oauth/token");
const apiRequests = () => routee.asked.filter(({ path }) => path !== "/oauth/token");

beforeEach(async () => {
  routee = await startAnsweringServer();
  routee.api = json(200, taken);
});
afterEach(() => routee.close());

const client = (timeoutMs = 5_000) => createRouteeClient({ authUrl: routee.url, apiUrl: routee.url, timeoutMs });

function failureOf<T>(outcome: Outcome<T>) {
  if (outcome.ok) throw new Error("It went well.");
  return outcome.failure;
}

describe("sending", () => {
  test("asks for a token once and sends", async () => {
    const speaking = client();
    const first = await speaking.send(credentials, { ...message, label: "l" });
    expect(first).toMatchObject({ ok: true, value: { trackingId: "t-1", bodyAnalysis: { parts: 1 }, raw: taken } });
    await speaking.send(credentials, { ...message, from: "" });
    expect(tokenRequests()).toHaveLength(1);
    const basic = Buffer.from(`${credentials.applicationId}:${credentials.applicationSecret}`).toString("base64");
    expect(tokenRequests()[0]).toMatchObject({
      authorization: `Basic ${basic}`,
      body: "grant_type=client_credentials",
    });
    expect(apiRequests()[0]?.authorization).toBe("Bearer token-of-tests");
    expect(JSON.parse(apiRequests()[0]?.body ?? "")).toEqual({ ...message, label: "l" });
    expect(JSON.parse(apiRequests()[1]?.body ?? "")).toEqual({ to: message.to, body: message.body });
  });

  test.each([
    ["reset before the answer", hangUp],
    [
      "reset within the answer",
      (request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
        response.write('{"trackingId":', () => request.socket.destroy());
      },
    ],
    ["HTTP 500", json(500, { status: 500, error: "Internal Server Error" })],
    ["HTTP 503 with Retry-After", json(503, {}, { "retry-after": "1" })],
    ["a redirect", json(302, {}, { location: "/elsewhere" })],
    ["a 200 without tracking ID", json(200, { status: "Queued" })],
    ["a 200 that is not JSON", (_: IncomingMessage, response: ServerResponse) => response.end("<html>")],
  ] satisfies [string, Handler][])("lost, and never repeated: %s", async (_name, handler) => {
    routee.api = handler;
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "lost", retryable: false, mayHaveTakenEffect: true });
    expect(apiRequests()).toHaveLength(1);
  });

  test.each([
    ["no answer", mute],
    [
      "half an answer",
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200);
        response.write('{"trackingId":');
      },
    ],
  ] satisfies [string, Handler][])("lost when time runs out: %s", async (_name, handler) => {
    routee.api = handler;
    const failure = failureOf(await client(150).send(credentials, message));
    expect(failure).toMatchObject({ kind: "lost", mayHaveTakenEffect: true });
  });

  test("refused with Routee's code, meaning and words", async () => {
    routee.api = json(400, { code: "400001009", developerMessage: "Insufficient Balance" });
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "refused", status: 400, code: "400001009", retryable: false });
    expect(failure.mayHaveTakenEffect).toBe(false);
    expect(failure.message).toContain("balance");
    expect(failure.message).toContain("Insufficient Balance");
    expect(failure.raw).toContain("400001009");
  });

  test("refused even when the reason cannot be read", async () => {
    routee.api = (_request, response) => {
      response.writeHead(413);
      response.end("x".repeat(10_000));
    };
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "refused", status: 413, code: null });
    expect(failure.raw).toHaveLength(4_096);
  });

  test.each([
    ["2", 2_000],
    ["0", 0],
    [new Date(Date.now() - 5_000).toUTCString(), 0],
    ["soon", null],
    ["99999999", 86_400_000],
  ])("429 with Retry-After %s", async (header, retryAfterMs) => {
    routee.api = json(429, {}, { "retry-after": header });
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "rate_limited", retryable: true, mayHaveTakenEffect: false, retryAfterMs });
  });
});

describe("not reached", () => {
  async function freePort(): Promise<number> {
    const probe = createTcpServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, "close");
    return port;
  }

  test("a refused connection", async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}`;
    const failure = failureOf(await createRouteeClient({ authUrl: routee.url, apiUrl }).send(credentials, message));
    expect(failure).toMatchObject({ kind: "unreachable", retryable: true, mayHaveTakenEffect: false });
    expect(failure.message).toContain("ECONNREFUSED");
  });

  test("both addresses of localhost refused", async () => {
    const apiUrl = `http://localhost:${await freePort()}`;
    const failure = failureOf(await createRouteeClient({ authUrl: routee.url, apiUrl }).send(credentials, message));
    expect(failure).toMatchObject({ kind: "unreachable", mayHaveTakenEffect: false });
  });

  test("a name that does not exist", async () => {
    const apiUrl = "http://routee.invalid";
    const failure = failureOf(await createRouteeClient({ authUrl: routee.url, apiUrl }).send(credentials, message));
    expect(failure).toMatchObject({ kind: "unreachable", mayHaveTakenEffect: false });
  });

  test("time runs out while the connection is being made: nothing can have left", async () => {
    // Accepts the connection and never answers the TLS greeting.
    const silent = createTcpServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const apiUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const sockets = new Set<{ destroy(): void }>();
    silent.on("connection", (socket) => sockets.add(socket));
    const speaking = createRouteeClient({ authUrl: routee.url, apiUrl, timeoutMs: 200 });
    const failure = failureOf(await speaking.send(credentials, message));
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect(failure).toMatchObject({ kind: "unreachable", mayHaveTakenEffect: false });
  });

  test.each([
    ["cut", hangUp],
    ["HTTP 500", json(500, {})],
    ["garbage", json(200, { hello: 1 })],
    ["a page of a proxy", (_: IncomingMessage, response: ServerResponse) => response.writeHead(403).end("<html>")],
  ] satisfies [string, Handler][])("no token: %s", async (_name, handler) => {
    routee.token = handler;
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "unreachable", retryable: true, mayHaveTakenEffect: false });
    expect(apiRequests()).toHaveLength(0);
  });

  test("no token in time", async () => {
    routee.token = mute;
    expect(failureOf(await client(150).send(credentials, message)).kind).toBe("unreachable");
  });
});

describe("tokens", () => {
  const expired = json(401, { error: "invalid_token", error_description: "Invalid access token: token-of-tests" });

  test("401 once: a new token, and the request once more", async () => {
    routee.token = inTurn(
      json(200, { access_token: "first-token", expires_in: 3599 }),
      json(200, { access_token: "second-token", expires_in: 3599 }),
    );
    routee.api = inTurn(expired, json(200, taken));
    expect(await client().send(credentials, message)).toMatchObject({ ok: true });
    expect(apiRequests().map(({ authorization }) => authorization)).toEqual([
      "Bearer first-token",
      "Bearer second-token",
    ]);
  });

  test("401 always: said once more, then the credentials are at fault; the token stays out of it", async () => {
    routee.api = expired;
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "credentials", status: 401, mayHaveTakenEffect: false });
    expect(apiRequests()).toHaveLength(2);
    expect(tokenRequests()).toHaveLength(2);
    expect(failure.raw).toContain("[hidden]");
    expect(JSON.stringify(failure)).not.toContain("token-of-tests");
  });

  test("403 is treated alike", async () => {
    routee.api = inTurn(json(403, {}), json(200, taken));
    expect(await client().send(credentials, message)).toMatchObject({ ok: true });
    expect(tokenRequests()).toHaveLength(2);
  });

  test("but not when the right to send is missing", async () => {
    routee.api = json(403, { code: "403000000", developerMessage: "Access denied" });
    expect(failureOf(await client().send(credentials, message))).toMatchObject({ kind: "refused", code: "403000000" });
    expect(apiRequests()).toHaveLength(1);
  });

  test("callers at the same time share one token request", async () => {
    const speaking = client();
    const all = await Promise.all(Array.from({ length: 20 }, () => speaking.send(credentials, message)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(tokenRequests()).toHaveLength(1);
  });

  test("callers whose token has ended at the same time share one new one", async () => {
    let current = 0;
    routee.token = (...args) => json(200, { access_token: `token-${++current}`, expires_in: 3599 })(...args);
    routee.api = (request, ...rest) =>
      (request.headers.authorization === "Bearer token-1" ? expired : json(200, taken))(request, ...rest);
    const speaking = client();
    const all = await Promise.all(Array.from({ length: 20 }, () => speaking.send(credentials, message)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(tokenRequests()).toHaveLength(2);
  });

  test("each app and each secret has its own", async () => {
    const speaking = client();
    await speaking.verify(credentials);
    await speaking.verify({ ...credentials, key: "app-2" });
    await speaking.verify({ ...credentials, applicationSecret: "changed-since" });
    expect(tokenRequests()).toHaveLength(3);
  });

  test("one that is about to end is not used", async () => {
    routee.token = json(200, { access_token: "short", expires_in: 0 });
    const speaking = client();
    await speaking.verify(credentials);
    await speaking.verify(credentials);
    expect(tokenRequests()).toHaveLength(2);
  });

  test("a failed request for one is not remembered", async () => {
    routee.token = inTurn(json(500, {}), json(200, { access_token: "token-of-tests", expires_in: 3599 }));
    const speaking = client();
    expect((await speaking.verify(credentials)).ok).toBe(false);
    expect((await speaking.verify(credentials)).ok).toBe(true);
  });

  test("verifying afresh asks again", async () => {
    const speaking = client();
    await speaking.verify(credentials);
    await speaking.verify(credentials);
    expect(tokenRequests()).toHaveLength(1);
    await speaking.verify(credentials, { fresh: true });
    expect(tokenRequests()).toHaveLength(2);
  });

  test.each([
    [json(401, { timestamp: 1, status: 401, error: "Unauthorized", message: "Bad credentials" }), "credentials"],
    [json(400, { error: "invalid_client", error_description: `No ${credentials.applicationSecret}` }), "credentials"],
    [json(400, { error: "invalid_scope", error_description: "Invalid scope" }), "refused"],
    [json(429, {}, { "retry-after": "3" }), "rate_limited"],
  ] satisfies [Handler, string][])("a refused token, case %#", async (handler, kind) => {
    routee.token = handler;
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind, mayHaveTakenEffect: false });
    expect(JSON.stringify(failure)).not.toContain(credentials.applicationSecret);
    expect(apiRequests()).toHaveLength(0);
  });
});

describe("tracking", () => {
  const item = (messageId: string, direction = "Outbound") => ({
    messageId,
    direction,
    status: { status: "Delivered", date: "2026-03-02T09:15:06Z" },
    price: 0.042,
  });
  const range = {
    from: new Date("2026-03-02T09:00:00.500Z"),
    until: new Date("2026-03-02T10:00:00.500Z"),
    filters: [],
  };

  test("a single message", async () => {
    routee.api = json(200, [item("m/1")]);
    const outcome = await client().trackSingle(credentials, "m/1");
    expect(outcome).toMatchObject({ ok: true, value: [{ messageId: "m/1", status: "Delivered", price: "0.042" }] });
    expect(apiRequests()[0]?.path).toBe("/sms/tracking/single/m%2F1");
  });

  test("one that Routee does not know", async () => {
    routee.api = json(404, { code: "404005000", developerMessage: "not found" });
    expect(failureOf(await client().trackSingle(credentials, "m"))).toMatchObject({
      kind: "refused",
      code: "404005000",
    });
  });

  test.each([
    ["cut", hangUp],
    ["no list", json(200, {})],
    ["an item without status", json(200, [{ messageId: "m" }])],
  ] satisfies [string, Handler][])("a question can be routee.asked again: %s", async (_name, handler) => {
    routee.api = handler;
    const failure = failureOf(await client().trackSingle(credentials, "m"));
    expect(failure).toMatchObject({ kind: "lost", retryable: true, mayHaveTakenEffect: false });
  });

  test("a search reads all pages and leaves incoming messages out", async () => {
    routee.api = inTurn(
      json(200, { content: [item("a"), item("in", "Inbound")], totalPages: 2, last: false }),
      json(200, { content: [item("b")], totalPages: 2, last: true }),
    );
    const filters = [{ fieldName: "to" as const, searchTerm: "+306900000001" }];
    const outcome = await client().searchTracking(credentials, { ...range, filters });
    expect(outcome).toMatchObject({ ok: true, value: [{ messageId: "a" }, { messageId: "b" }] });
    const [first, second] = apiRequests();
    const query = new URL(first?.path ?? "", routee.url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      dateStart: "2026-03-02T09:00:00Z",
      dateEnd: "2026-03-02T10:00:01Z",
      page: "0",
    });
    expect(JSON.parse(first?.body ?? "")).toEqual(filters);
    expect(second?.path).toContain("page=1");
  });

  test("an empty page ends a search", async () => {
    routee.api = json(200, { content: [], totalPages: 0, totalElements: 0, first: true, last: true, number: 0 });
    expect(await client().searchTracking(credentials, range)).toEqual({ ok: true, value: [] });
  });

  test("a search without end is refused, not cut short", async () => {
    routee.api = json(200, { content: [item("a")], last: false });
    expect(failureOf(await client().searchTracking(credentials, range)).kind).toBe("refused");
    expect(apiRequests()).toHaveLength(20);
  });
});
