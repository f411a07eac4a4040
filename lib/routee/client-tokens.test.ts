import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient } from "./client";
import { type AnsweringServer, type Handler, json, startAnsweringServer } from "./testing/answering-server";
import { credentials, failureOf, message } from "./testing/every-call";

const taken = { trackingId: "t-1", status: "Queued" };

let routee: AnsweringServer;

/** The nth request gets the nth handler, the last one all that follow. */
function inTurn(...handlers: Handler[]): Handler {
  let turn = 0;
  return (...args) => handlers[Math.min(turn++, handlers.length - 1)]?.(...args);
}

const tokenRequests = () => routee.asked.filter(({ path }) => path === "/oauth/token");
const apiRequests = () => routee.asked.filter(({ path }) => path !== "/oauth/token");

beforeEach(async () => {
  routee = await startAnsweringServer();
  routee.api = json(200, taken);
});
afterEach(() => routee.close());

const client = () => createRouteeClient({ authUrl: routee.url, apiUrl: routee.url, timeoutMs: 5_000 });

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
    [{ hello: 1 }, "access_token is missing or of the wrong type"],
    [{ access_token: "line\nbreak" }, "access_token is not written as expected"],
    [["token-of-tests"], "it is not an object"],
  ])("an answer without one names what is missing and is not kept: %j", async (answer, problem) => {
    routee.token = json(200, answer);
    expect(failureOf(await client().send(credentials, message))).toMatchObject({
      kind: "unreachable",
      message: `Routee's token answer cannot be understood: ${problem}.`,
      raw: null,
    });
    expect(apiRequests()).toHaveLength(0);
  });

  test("what a refusal spells in another way stays hidden", async () => {
    const said = credentials.applicationSecret.replace("s", "\\u0073");
    routee.token = (_request, response) =>
      void response.writeHead(400).end(`{"error":"invalid_scope","error_description":"${said}"}`);
    const failure = failureOf(await client().send(credentials, message));
    expect(failure).toMatchObject({ kind: "refused", message: expect.stringContaining("[hidden]") });
    expect(failure.raw).toContain("[hidden]");
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
