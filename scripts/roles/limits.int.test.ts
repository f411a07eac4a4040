import type { RequestListener, Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { toNodeHandler } from "srvx/node";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { streamingCallers } from "@/lib/live/caller-streams";
import { type Answer, askRaw } from "@/lib/openapi/testing/ask";
import { givenInhabitedApp, type InhabitedApp } from "@/lib/openapi/testing/given-app";
import { onServedRoutes } from "@/lib/openapi/testing/served";
import { pool } from "@/lib/platform/database";
import { metrics } from "@/lib/platform/metrics";
import { queueLengths } from "@/lib/platform/pressure";
import { GUESSES_PER_MINUTE, rememberedGuessers } from "@/lib/receipts/guesses";
import { dribble, head, held, statusesIn } from "@/scripts/testing/held-connection";
import { handlerFor, type Route } from "@/scripts/testing/serve-routes";
import { LIMITS } from "./limits";
import { webServer } from "./web-server";

/** The limits of the web role's own listener, with little patience, and all routes in Next's place. */
const PATIENCE = {
  requestTimeout: 700,
  headersTimeout: 500,
  keepAliveTimeout: 400,
  idleTimeout: 1_500,
  leftoverTimeout: 200,
  checkEvery: 50,
};
/** Within which a connection has to be over: far longer than any patience, far shorter than what Node grants. */
const CRLF = "\r\n";
const BIG = 64 * 1_024 * 1_024;

const served = onServedRoutes(async (routes) => {
  const server = webServer(inNextsPlace(routes), { connections: 2_000, limits: { ...LIMITS, ...PATIENCE } });
  const url = await listening(server);
  return { url, close: () => closing(server) };
});

vi.stubEnv("STREAMS_PER_CALLER", "3");
let app: InhabitedApp;
beforeAll(async () => {
  app = await givenInhabitedApp("Own", served.accountId, served.receiver.url);
});

function inNextsPlace(routes: readonly Route[]): RequestListener {
  const handler = toNodeHandler(async (request) => {
    const found = handlerFor(routes, request.method, new URL(request.url).pathname);
    if (typeof found !== "number") return found.handle(request, { params: Promise.resolve(found.params) });
    await request.text();
    return new Response(null, { status: found });
  }) as RequestListener;
  return (request, response) => {
    if (request.url === "/messages?big") response.end(Buffer.alloc(BIG));
    else return handler(request, response);
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
function closing(server: Server): void {
  server.closeAllConnections();
  server.close();
}

const chunks = (size: number) => `${size.toString(16)}${CRLF}${"x".repeat(size)}${CRLF}0${CRLF}${CRLF}`;
const receipt = (second: number) =>
  `{"messageId":"m","status":{"name":"Sent","updatedDate":"2026-03-02T09:15:${String(second % 60).padStart(2, "0")}Z"}}`;
const postReceipt = (token: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  served.ask({ method: "POST", target: `/webhooks/routee/${token}`, headers, body: Buffer.from(receipt(1)) });

const KEY = () => `authorization: Bearer ${app.keys.all}`;
const JSON_TYPE = "content-type: application/json";
const PLACES = [
  ["a receipt", () => `POST /webhooks/routee/${app.receiptToken} HTTP/1.1`],
  ["a message", () => "POST /api/messages HTTP/1.1"],
  ["Routee's message", () => "POST /sms HTTP/1.1"],
  ["a door behind Next", () => "POST /api/analyze HTTP/1.1"],
  ["a page", () => "POST /messages HTTP/1.1"],
  ["sign-in", () => "POST /api/auth/callback/credentials HTTP/1.1"],
] as const;

describe.each(PLACES)("the body of %s", (_, line) => {
  const common = () => [KEY(), JSON_TYPE, "connection: close"];

  test("may not be too large in chunks", async () => {
    const said = await askRaw(
      served.url,
      head(line(), [...common(), "transfer-encoding: chunked"]) + chunks(66_000) + chunks(10),
    );
    expect(statusesIn(said)).toEqual([413]);
  });

  test("may not be announced too large", async () => {
    const said = await askRaw(served.url, head(line(), [...common(), "content-length: 9999999999"]));
    expect(statusesIn(said)).toEqual([413]);
  });

  test("is not waited for longer than granted when it is announced longer than it is, nor when it dribbles", async () => {
    const both = [false, true].map((endless) => {
      const one = held(served.url);
      one.socket.write(head(line(), [KEY(), JSON_TYPE, "content-length: 5000"]));
      if (endless) dribble(one.socket, "x");
      else one.socket.write('{"to":');
      return one;
    });
    for (const { said, closed } of both) {
      await expect.poll(closed).toBe(true);
      expect(statusesIn(said())).toEqual([408]);
    }
  });

  test("that goes on beyond what it announced is no second request", async () => {
    const said = await askRaw(
      served.url,
      head(line(), [KEY(), JSON_TYPE, "content-length: 2"]) + "{}".repeat(50) + CRLF + CRLF,
    );
    // What follows may be refused before the first has been answered.
    expect(statusesIn(said).at(-1)).toBe(400);
    expect(statusesIn(said).length).toBeLessThanOrEqual(2);
  });
});

describe("headers", () => {
  test("may be 100", async () => {
    const headers = (count: number) => Array.from({ length: count }, (_, at) => `x${at}: 1`);
    for (const target of ["/sms", "/messages"]) {
      const line = `GET ${target} HTTP/1.1`;
      const status = async (count: number) =>
        statusesIn(await askRaw(served.url, head(line, [...headers(count), "connection: close"])))[0];
      expect(await status(98)).toBeLessThan(431);
      expect(await status(99)).toBe(431);
      expect(await status(1_000)).toBe(431);
    }
  });

  test("may have 16 KiB together", async () => {
    const said = await askRaw(served.url, head("GET /sms HTTP/1.1", [`x: ${"y".repeat(17_000)}`]));
    expect(statusesIn(said)).toEqual([431]);
  });

  test("that dribble are not waited for", async () => {
    const { socket, said, closed } = held(served.url);
    socket.write(`GET /sms HTTP/1.1${CRLF}host: x${CRLF}x: `);
    dribble(socket, "y");
    await expect.poll(closed).toBe(true);
    expect(statusesIn(said())).toEqual([408]);
  });
});

describe("a connection", () => {
  test("on which nothing is ever asked is closed", async () => {
    const { closed } = held(served.url);
    await expect.poll(closed).toBe(true);
  });

  test("on which nothing more is asked is closed", async () => {
    const { socket, said, closed } = held(served.url);
    socket.write(head("GET /api/health/live HTTP/1.1", []));
    await expect.poll(said).toContain('"ok"');
    await expect.poll(closed).toBe(true);
  });

  test("whose reader does not read its answer is closed", async () => {
    const before = (await metrics().connections.get()).values[0]?.value ?? 0;
    const { socket } = held(served.url);
    socket.pause();
    socket.write(head("GET /messages?big HTTP/1.1", []));
    const open = async () => ((await metrics().connections.get()).values[0]?.value ?? 0) - before;
    await expect.poll(open).toBe(1);
    await expect.poll(open).toBeLessThanOrEqual(0);
    socket.destroy();
  });

  test("on which a body goes on that was refused is closed", async () => {
    const { socket, said, closed } = held(served.url);
    socket.write(head("POST /api/batches HTTP/1.1", [JSON_TYPE, "transfer-encoding: chunked"]));
    dribble(socket, `5${CRLF}xxxxx${CRLF}`);
    await expect.poll(closed).toBe(true);
    expect(statusesIn(said())).toEqual([401]);
  });

  test("too many is refused, of all and of one address; proxies of ours are not counted", async () => {
    const limits = { ...LIMITS, connectionsOfAddress: 3 };
    const isProxy = (address: string) => address === "127.0.0.9";
    const server = webServer((_request, response) => response.end(), { connections: 12, limits, isProxy });
    const url = await listening(server);
    const open = (localAddress: string, count: number) => Array.from({ length: count }, () => held(url, localAddress));
    try {
      const one = open("127.0.0.2", 5);
      const closedOf = (some: typeof one) => some.filter(({ closed }) => closed()).length;
      await expect.poll(() => closedOf(one)).toBe(2);
      const other = open("127.0.0.3", 3);
      const proxy = open("127.0.0.9", 10);
      await expect.poll(() => closedOf(proxy)).toBe(4);
      expect([closedOf(one), closedOf(other)]).toEqual([2, 0]);
      one.find(({ closed }) => !closed())?.socket.destroy();
      await expect
        .poll(async () => {
          const again = held(url, "127.0.0.2");
          again.socket.write(head("GET /messages HTTP/1.1", []));
          await expect.poll(() => again.closed() || again.said() !== "").toBe(true);
          return statusesIn(again.said());
        })
        .toEqual([200]);
    } finally {
      closing(server);
    }
  });
});

test("a caller has only so many live streams, and may open another when one has ended", async () => {
  const open = () => {
    const one = held(served.url);
    one.socket.write(head("GET /api/stream HTTP/1.1", [KEY()]));
    return one;
  };
  const streams = [open(), open(), open()];
  for (const { said } of streams) await expect.poll(said).toContain("event: ready");
  const fourth = open();
  await expect.poll(fourth.said).toContain("HTTP/1.1 429");
  expect(fourth.said()).toMatch(/^retry-after: \d+/im);
  streams[0]?.socket.destroy();
  await expect
    .poll(async () => {
      const another = open();
      await expect.poll(another.said).toContain("HTTP/1.1");
      if (statusesIn(another.said())[0] === 200) streams.push(another);
      return statusesIn(another.said())[0];
    })
    .toBe(200);
  for (const { socket } of streams) socket.destroy();
  await expect.poll(streamingCallers).toBe(0);
});

describe("receipt tokens that nobody knows", () => {
  test("slow down the address that guesses them, and never a known token", async () => {
    const guesser = { "x-forwarded-for": "203.0.113.50" };
    const guess = (i: number) => postReceipt(`guess-${i}`, guesser);
    for (let i = 0; i < GUESSES_PER_MINUTE; i += 1) expect((await guess(i)).status).toBe(404);
    const slowed = await guess(GUESSES_PER_MINUTE);
    expect([slowed.status, Number(slowed.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
    expect(Number(slowed.headers["retry-after"])).toBeGreaterThan(0);
    expect((await postReceipt(app.receiptToken, guesser)).status).toBe(200);
    expect((await postReceipt("guess", { "x-forwarded-for": "203.0.113.51" })).status).toBe(404);
  });

  test("by the thousands, from as many addresses, leave little behind", async () => {
    const answers = new Map<number, number>();
    const ofThousands = Array.from({ length: 4_000 }, (_, i) => i);
    for (let from = 0; from < ofThousands.length; from += 100)
      await Promise.all(
        ofThousands.slice(from, from + 100).map(async (i) => {
          const address = `198.51.${i >> 8}.${i & 255}`;
          const { status } = await postReceipt(`flood-${i}`, { "x-forwarded-for": address });
          answers.set(status, (answers.get(status) ?? 0) + 1);
        }),
      );
    expect(answers).toEqual(new Map([[404, 4_000]]));
    expect(rememberedGuessers()).toBeLessThanOrEqual(16_384);
    expect((await postReceipt(app.receiptToken)).status).toBe(200);
    const figures = await metrics().requests.get();
    const routes = new Set(figures.values.map(({ labels }) => labels.route));
    expect(routes.size).toBeLessThan(20);
  });
});

test("while the database is slow, receipts wait up to a limit and are then refused at once", async () => {
  const client = await pool().connect();
  const waiting = () => new Map(queueLengths()).get("receipts") ?? 0;
  const one = (second: number) =>
    head(`POST /webhooks/routee/${app.receiptToken} HTTP/1.1`, [`content-length: ${receipt(second).length}`]) +
    receipt(second);
  const connections: Socket[] = [];
  // A hundred at a time, since the first to come are taken out of the queue again to be done.
  const fill = () => {
    if (waiting() < 2_000) {
      const { socket } = held(served.url);
      socket.write(Array.from({ length: 100 }, (_, i) => one(i)).join(""));
      connections.push(socket);
    }
    return waiting();
  };
  try {
    await client.query("BEGIN");
    await client.query("LOCK TABLE message_events IN ACCESS EXCLUSIVE MODE");
    await expect.poll(fill).toBe(2_000);
    const refused = await postReceipt(app.receiptToken);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"]);
    // And not as those that waited for the database and were late.
    expect(refused.text).toContain("too much waits");
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
  await expect.poll(waiting).toBe(0);
  await expect.poll(async () => (await postReceipt(app.receiptToken)).status).toBe(200);
  for (const socket of connections) socket.destroy();
});
