import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient, type RouteeClient } from "./client";
import { type AnsweringServer, type Handler, json, startAnsweringServer, TOKEN } from "./testing/answering-server";
import { type CallCase, credentials, EVERY_CALL, failureOf } from "./testing/every-call";

/** What holds for every call, against a real HTTP server. */

let server: AnsweringServer;
let routee: RouteeClient;
const clientWith = (timeoutMs: number) => createRouteeClient({ authUrl: server.url, apiUrl: server.url, timeoutMs });
beforeEach(async () => {
  server = await startAnsweringServer();
  routee = clientWith(5_000);
});
afterEach(() => server.close());

const resourcesAsked = () => server.asked.filter(({ path }) => path !== "/oauth/token");
const hangUp: Handler = (request) => request.socket.destroy();
const mute: Handler = () => undefined;
const body =
  (text: string, status = 200): Handler =>
  (_request, response) =>
    response.writeHead(status).end(text);

/** What is lost of an order may have been done; a question can be asked again. */
const lost = ({ order }: Pick<CallCase, "order">) => ({ kind: "lost", mayHaveTakenEffect: order, retryable: !order });

describe.each(EVERY_CALL)("$name", (one) => {
  test("asks the right thing and reads a good answer", async () => {
    server.api = json(200, one.good);
    expect(await one.call(routee)).toMatchObject({ ok: true });
    const { json: asked, ...line } = one.asked;
    expect(resourcesAsked()).toEqual([
      { ...line, authorization: `Bearer ${TOKEN}`, body: asked === undefined ? "" : JSON.stringify(asked) },
    ]);
  });

  test.each(["<html>", '{"trackingId":"m-', "\u0000"])("garbage is kept: %j", async (text) => {
    server.api = body(text);
    expect(failureOf(await one.call(routee))).toMatchObject({
      ...lost(one),
      message: "Routee's answer cannot be understood: it is not JSON.",
      raw: text,
    });
  });

  test("of much garbage 4 kB are kept", async () => {
    server.api = body("é".repeat(5_000));
    expect(Buffer.byteLength(failureOf(await one.call(routee)).raw ?? "")).toBe(4_096);
  });

  test("no answer", async () => {
    server.api = hangUp;
    expect(failureOf(await one.call(routee))).toMatchObject({ ...lost(one), raw: null });
  });

  test("a 401 in the middle: a new token and once more", async () => {
    let tokens = 0;
    server.token = (...args) => json(200, { access_token: `token-${++tokens}`, expires_in: 3599 })(...args);
    server.api = (request, ...rest) => {
      const good = request.headers.authorization === "Bearer token-2";
      json(good ? 200 : 401, good ? one.good : { error: "invalid_token" })(request, ...rest);
    };
    expect(await one.call(routee)).toMatchObject({ ok: true });
    expect(resourcesAsked().map(({ authorization }) => authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(new Set(resourcesAsked().map(({ body: sent }) => sent)).size).toBe(1);
  });

  test("a 401 in the middle, and then no answer", async () => {
    let refusals = 0;
    server.api = (...args) => {
      refusals += 1;
      (refusals === 1 ? json(401, {}) : hangUp)(...args);
    };
    expect(failureOf(await one.call(routee))).toMatchObject(lost(one));
    expect(resourcesAsked()).toHaveLength(2);
  });

  test("a 401 in the middle, and no new token", async () => {
    let tokens = 0;
    server.token = (...args) => {
      tokens += 1;
      json(tokens === 1 ? 200 : 500, { access_token: TOKEN, expires_in: 3599 })(...args);
    };
    server.api = json(401, {});
    expect(failureOf(await one.call(routee))).toMatchObject({ kind: "unreachable", mayHaveTakenEffect: false });
    expect(resourcesAsked()).toHaveLength(1);
  });

  test.each([
    [429, "120", 120_000],
    [503, "120", 120_000],
    [429, new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
    [503, new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
  ])("%i with Retry-After: %s tells how long to wait", async (status, header, wait) => {
    server.api = json(status, {}, { "retry-after": header });
    const failed = failureOf(await one.call(routee));
    if (status === 503) expect(failed).toMatchObject(lost(one));
    else expect(failed).toMatchObject({ kind: "rate_limited", retryable: true, mayHaveTakenEffect: false });
    expect(Math.abs((failed.retryAfterMs ?? 0) - wait)).toBeLessThan(60_000);
  });

  test("no secret is in a failure, and nothing that was said in what may be logged", async () => {
    for (const status of [200, 302, 400, 401, 403, 404, 429, 500])
      for (const spell of SPELLINGS)
        for (const end of ["", "}"]) {
          const issued: string[] = [];
          server.token = (...args) => {
            issued.push(`token-no-${issued.length + 1}/x`);
            json(200, { access_token: issued.at(-1), expires_in: 3599 })(...args);
          };
          server.api = (...args) => {
            const said = spell(`canary +306900000001 ${[...issued, credentials.applicationSecret].join(" ")}`);
            body(`{"code":"400005000","developerMessage":"${said}","content":"${said}"${end}`, status)(...args);
          };
          const outcome = await one.call(clientWith(5_000));
          // A cancellation needs no more than an answer that is JSON.
          if (outcome.ok) continue;
          const { summary, raw, message } = outcome.failure;
          expect(summary).toMatch(/^[a-z_]+ \(HTTP \d{3}(, \d{9})?\)$/);
          expect(summary).not.toMatch(/canary|306900000001/);
          expect(raw).toContain("[hidden]");
          for (const secret of [...issued, credentials.applicationSecret])
            expect(`${message} ${unescaped(raw)}`).not.toContain(secret);
        }
  });
});

/** How JSON may write the same text. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll("/", "\\/").replaceAll("t", "\\u0074"),
];
const unescaped = (text: string | null) => (text ?? "").replaceAll("\\u0074", "t").replaceAll("\\/", "/");

test.each(EVERY_CALL.flatMap(({ odd, ...one }) => (odd ? [{ ...one, odd }] : [])))(
  "$name: an answer that does not fit names the field and keeps the text",
  async ({ odd, ...one }) => {
    const text = `${JSON.stringify(odd.answer)} \n`;
    server.api = body(text, 201);
    const failed = failureOf(await one.call(routee));
    expect(failed).toMatchObject({ ...lost(one), message: odd.problem, status: 201, raw: text });
    expect(resourcesAsked()).toHaveLength(1);
  },
);

test.each([
  ["none of the answer", mute],
  ["half of the answer", (_request, response) => void response.writeHead(200).write('{"trackingId":"m-1",')],
] satisfies [string, Handler][])("time runs out with %s", async (_name, handler) => {
  server.api = handler;
  const impatient = clientWith(200);
  await impatient.verify(credentials);
  const outcomes = await Promise.all(EVERY_CALL.map(async (one) => ({ one, outcome: await one.call(impatient) })));
  for (const { one, outcome } of outcomes) expect(failureOf(outcome)).toMatchObject(lost(one));
});

test("requests one after the other use one connection", async () => {
  server.api = json(200, { balance: 1 });
  await routee.balance(credentials);
  const before = server.connections;
  for (const one of EVERY_CALL) {
    server.api = json(200, one.good);
    expect((await one.call(routee)).ok).toBe(true);
  }
  expect(server.connections).toBe(before);
});

/** Random JSON, also in the places where something is expected. */
const answers = fc.oneof(
  fc.jsonValue(),
  fc.array(fc.record({ messageId: fc.jsonValue(), status: fc.jsonValue() }, { requiredKeys: [] })),
  fc.record(
    Object.fromEntries(
      ["trackingId", "status", "bodyAnalysis", "content", "last", "state", "statuses", "balance", "sms", "cost"].map(
        (field) => [field, fc.jsonValue()],
      ),
    ),
    { requiredKeys: [] },
  ),
);

test("any JSON as an answer gives a result and no error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVERY_CALL), answers, async (one, answer) => {
      server.api = json(200, answer);
      const outcome = await one.call(routee);
      if (!outcome.ok && outcome.failure.kind !== "refused")
        expect(outcome.failure).toMatchObject({
          ...lost(one),
          message: expect.stringContaining("cannot be understood"),
        });
    }),
    { numRuns: 300 },
  );
});

test("any JSON as a token gives a result and no error, and never a doubt about a message", async () => {
  server.api = json(200, { trackingId: "m-1" });
  const tokens = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { access_token: fc.oneof(fc.string(), fc.jsonValue()), expires_in: fc.jsonValue(), scope: fc.jsonValue() },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(tokens, fc.constantFrom(200, 400, 401, 403, 500), async (answer, status) => {
      server.token = json(status, answer);
      const outcome = await clientWith(5_000).send(credentials, { to: "+306900000001", body: "Hi" });
      if (!outcome.ok) expect(outcome.failure.mayHaveTakenEffect).toBe(false);
    }),
    { numRuns: 200 },
  );
});
