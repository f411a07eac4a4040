import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, askRaw } from "@/lib/openapi/testing/ask";
import { indiscretionsOf } from "@/lib/openapi/testing/faults";
import { givenInhabitedApp, type InhabitedApp } from "@/lib/openapi/testing/given-app";
import { onServedRoutes } from "@/lib/openapi/testing/served";
import { listener } from "./listener";
import { webServer } from "./web-server";

/** What is no proper HTTP, or hardly, at the web role's own listener: no 5xx, and the next request is answered. */
const served = onServedRoutes(async () => {
  const viaNext = webServer((_request, response) => response.writeHead(404).end(), { connections: 1_000 });
  await new Promise<void>((listening) => viaNext.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(viaNext.address() as AddressInfo).port}`,
    close() {
      viaNext.closeAllConnections();
      viaNext.close();
    },
  };
});

let app: InhabitedApp;
beforeAll(async () => {
  app = await givenInhabitedApp("Own", served.accountId, served.receiver.url);
});

const RECEIPT = '{"messageId":"m","status":{"name":"Sent","updatedDate":"2026-03-02T09:15:01Z"}}';
const CRLF = "\r\n";

/** A request as bytes, after which the connection is to be closed. `{token}` and `{key}` are real ones. */
function bytes(line: string, headers: readonly string[] = [], body = ""): string {
  const filled = [line, ...headers].map((text) =>
    text.replaceAll("{token}", app.receiptToken).replaceAll("{key}", app.keys.all),
  );
  return [...filled, "connection: close", "", body].join(CRLF);
}
const HOST = "host: 127.0.0.1";
const KEY = "authorization: Bearer {key}";
const JSON_TYPE = "content-type: application/json";
const length = (body: string) => `content-length: ${Buffer.byteLength(body)}`;

async function sound(): Promise<Pick<Answer, "status">> {
  const { status } = await served.ask({
    method: "POST",
    target: `/webhooks/routee/${app.receiptToken}`,
    headers: {},
    body: Buffer.from(RECEIPT),
  });
  return { status };
}

const long = (count: number) => "x".repeat(count);
const chunked = (size: number) => `${size.toString(16)}${CRLF}${long(size)}${CRLF}0${CRLF}${CRLF}`;

const CASES: readonly (readonly [what: string, line: string, headers: readonly string[], body?: string])[] = [
  ["escapes that mean nothing, in a token", "POST /webhooks/routee/%ff HTTP/1.1", [HOST, length(RECEIPT)], RECEIPT],
  ["half an escape, in a token", "POST /webhooks/routee/%f HTTP/1.1", [HOST, length(RECEIPT)], RECEIPT],
  ["escapes that mean nothing, in a tracking ID", "GET /sms/tracking/single/%ff HTTP/1.1", [HOST, KEY]],
  ["a NUL in a tracking ID", "GET /sms/tracking/single/%00 HTTP/1.1", [HOST, KEY]],
  ["bytes beyond ASCII in an address", "GET /sms/tracking/single/\u00e9\u00ff HTTP/1.1", [HOST, KEY]],
  ["escapes that mean nothing, in a query", "GET /api/stream?appId=%ff&messageId=%f HTTP/1.1", [HOST, KEY]],
  ["a receipt too large", "POST /webhooks/routee/{token} HTTP/1.1", [HOST, length(long(2e6))], long(2e6)],
  [
    "a receipt that says it is too large",
    "POST /webhooks/routee/{token} HTTP/1.1",
    [HOST, "content-length: 999999999"],
  ],
  [
    "a receipt too large, in chunks",
    "POST /webhooks/routee/{token} HTTP/1.1",
    [HOST, "transfer-encoding: chunked"],
    chunked(200_000),
  ],
  ["a message too large", "POST /api/messages HTTP/1.1", [HOST, KEY, JSON_TYPE, length(long(1e6))], long(1e6)],
  ["Routee's message too large", "POST /sms HTTP/1.1", [HOST, KEY, JSON_TYPE, length(long(1e6))], long(1e6)],
  ["headers too large", "POST /sms HTTP/1.1", [HOST, `x-large: ${long(100_000)}`]],
  ["a cookie too large", "GET /api/stream HTTP/1.1", [HOST, `cookie: next-auth.session-token=${long(30_000)}`]],
  ["very many headers", "POST /sms HTTP/1.1", [HOST, ...Array.from({ length: 3_000 }, (_, at) => `x${at}: 1`)]],
  ["an address too long", `GET /sms/tracking/single/${long(100_000)} HTTP/1.1`, [HOST, KEY]],
  ["a long address", `GET /sms/tracking/single/${long(10_000)} HTTP/1.1`, [HOST, KEY]],
  ["no host", "POST /sms HTTP/1.1", [KEY, JSON_TYPE, length("{}")], "{}"],
  ["an empty host", "POST /sms HTTP/1.1", ["host:", KEY, JSON_TYPE, length("{}")], "{}"],
  ["a host that is none", "POST /sms HTTP/1.1", ["host: [", KEY, JSON_TYPE, length("{}")], "{}"],
  ["a host with a space", "POST /api/messages HTTP/1.1", ["host: a b", KEY, JSON_TYPE, length("{}")], "{}"],
  ["a host with a path", "GET /api/stream HTTP/1.1", ["host: a/b?c#d@e"]],
  ["a host with markup", "POST /webhooks/routee/{token} HTTP/1.1", ["host: <x>%00", length(RECEIPT)], RECEIPT],
  ["an impossible port", "POST /sms HTTP/1.1", ["host: a:99999", KEY, JSON_TYPE, length("{}")], "{}"],
  ["HTTP/1.0", "POST /sms HTTP/1.0", [KEY, JSON_TYPE, length("{}")], "{}"],
  ["an absolute address", "POST http://other.example/sms HTTP/1.1", [HOST, KEY, JSON_TYPE, length("{}")], "{}"],
  ["two slashes", "POST //sms HTTP/1.1", [HOST, KEY, JSON_TYPE, length("{}")], "{}"],
  ["an address without a slash", "OPTIONS * HTTP/1.1", [HOST]],
  ["a fragment", "POST /sms#x HTTP/1.1", [HOST, KEY, JSON_TYPE, length("{}")], "{}"],
  ["a backslash", "POST /sms\\x HTTP/1.1", [HOST, KEY, JSON_TYPE, length("{}")], "{}"],
  ["two lengths", "POST /sms HTTP/1.1", [HOST, "content-length: 2", "content-length: 3"], "{}"],
  ["a length and chunks", "POST /sms HTTP/1.1", [HOST, "content-length: 2", "transfer-encoding: chunked"], "{}"],
  ["a length below zero", "POST /sms HTTP/1.1", [HOST, "content-length: -2"], "{}"],
  ["chunks that are none", "POST /sms HTTP/1.1", [HOST, KEY, JSON_TYPE, "transfer-encoding: chunked"], "zz\r\n{}\r\n"],
  ["a header with a NUL", "POST /sms HTTP/1.1", [HOST, "x: a\u0000b"]],
  ["a header's name that is none", "POST /sms HTTP/1.1", [HOST, "x y: 1"]],
  ["two authorizations", "GET /api/stream HTTP/1.1", [HOST, "authorization: Bearer x", "authorization: Bearer y"]],
  ["two Idempotency-Keys", "POST /sms HTTP/1.1", [HOST, KEY, "idempotency-key: a", "idempotency-key: b"]],
  ["an odd Expect", "POST /sms HTTP/1.1", [HOST, KEY, JSON_TYPE, "expect: a-miracle", length("{}")], "{}"],
  ["Expect: 100-continue", "POST /sms HTTP/1.1", [HOST, KEY, JSON_TYPE, "expect: 100-continue", length("{}")], "{}"],
  ["a form", "POST /sms HTTP/1.1", [HOST, KEY, "content-type: multipart/form-data", length("{}")], "{}"],
  ["an unknown method", "BREW /sms HTTP/1.1", [HOST]],
  ["another protocol", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", []],
  [
    "odd forwarding",
    "POST /webhooks/routee/{token} HTTP/1.1",
    [HOST, "x-forwarded-for: ,,'\u00ff,[::", length("{}")],
    "{}",
  ],
];

test("what answers in Next's place may fail without the process", async () => {
  const failing = createServer(
    listener(async (request) => {
      throw new Error(`no ${request.url}`);
    }),
  );
  await new Promise<void>((listening) => failing.listen(0, "127.0.0.1", listening));
  const said = await askRaw(
    `http://127.0.0.1:${(failing.address() as AddressInfo).port}`,
    bytes("GET /pages HTTP/1.1", [HOST]),
  );
  failing.close();
  expect(said).toMatch(/^HTTP\/1\.1 500 /);
  expect(said).not.toContain("no /pages");
});

describe("the web role's listener answers properly, and the next request too:", () => {
  test.each(CASES.map((one) => [one[0], one] as const))("%s", async (what, [, line, headers, body = ""]) => {
    const said = await askRaw(served.url, Buffer.from(bytes(line, headers, body), "latin1"));
    const statuses = [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
    expect(statuses, said.slice(0, 500)).not.toEqual([]);
    for (const status of statuses) expect(status, said.slice(0, 500)).toBeLessThan(500);
    if (/(receipt|message) too large/.test(what)) expect(statuses).toEqual([413]);
    expect(indiscretionsOf({ headers: {}, text: said })).toEqual([]);
    expect(await sound()).toEqual({ status: 200 });
  });

  test("a body that ends too early", async () => {
    const { hostname, port } = new URL(served.url);
    for (const line of ["POST /webhooks/routee/{token} HTTP/1.1", "POST /api/messages HTTP/1.1", "POST /sms HTTP/1.1"])
      await new Promise<void>((closed) => {
        const socket = connect(Number(port), hostname);
        socket.on("error", () => undefined);
        socket.on("close", () => closed());
        socket.write(bytes(line, [HOST, KEY, JSON_TYPE, "content-length: 500"], '{"to":'), () => socket.destroy());
      });
    expect(await sound()).toEqual({ status: 200 });
  });

  test("a request behind one that was refused, on the same connection", async () => {
    const token = app.receiptToken;
    const one = (body: string) => [`POST /webhooks/routee/${token} HTTP/1.1`, HOST, length(body), "", body].join(CRLF);
    const last = bytes("POST /webhooks/routee/{token} HTTP/1.1", [HOST, length(RECEIPT)], RECEIPT);
    const said = await askRaw(served.url, one("no JSON") + one(RECEIPT) + last);
    expect([...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status)).toEqual(["400", "200", "200"]);
  });
});
