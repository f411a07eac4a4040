import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient } from "./client";
import { type AnsweringServer, type Handler, json, startAnsweringServer } from "./testing/answering-server";
import { credentials, failureOf, message } from "./testing/every-call";

const taken = { trackingId: "t-1", status: "Queued", createdAt: "2026-03-02T09:15:01.27Z", bodyAnalysis: { parts: 1 } };

let routee: AnsweringServer;

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

  test("keeps no secret that the answer repeats, the caller's own included", async () => {
    const url = "https://shop.example/receipts/un-guess-able";
    const said = { ...taken, callback: { url }, by: credentials.applicationSecret, with: ["Bearer token-of-tests"] };
    routee.api = json(200, said);
    const request = { ...message, callback: { url } };
    const sent = await client().send(credentials, request, { secrets: ["un-guess-able"] });
    const hidden = { callback: { url: "https://shop.example/receipts/[hidden]" }, by: "[hidden]" };
    expect(sent).toMatchObject({ ok: true, value: { raw: { ...taken, ...hidden, with: ["Bearer [hidden]"] } } });
    routee.api = json(400, said);
    const failure = failureOf(await client().send(credentials, request, { secrets: ["un-guess-able"] }));
    expect(JSON.stringify(failure)).not.toMatch(/un-guess-able|s3cretS3cret|token-of-tests/);
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
    ["1.5", null],
    ["-5", null],
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
