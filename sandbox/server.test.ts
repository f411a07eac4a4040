import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRouteeClient } from "@/lib/routee/client";
import { parseReceipt } from "@/lib/routee/wire";
import { type Sandbox, startSandbox } from "./server";

const FAST = 500;
const credentials = { key: "a", applicationId: "app", applicationSecret: "secret" };
const to = (ending: string) => `+3069000000${ending}`;

interface Received {
  messageId: string;
  part: number;
  label?: string;
  status: { name: string; reason?: { detailedStatus: string } };
}

let sandbox: Sandbox;
let received: Received[];
let answers: number[];
let receiverUrl: string;
let log: string[];
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  received = [];
  answers = [];
  log = [];
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      received.push(JSON.parse(body));
      response.writeHead(answers.shift() ?? 200, { location: "/elsewhere" }).end();
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/receipts`;
  closing.push(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await once(receiver, "close");
  });
  sandbox = await start({ speed: FAST });
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: { speed?: number; journalFile?: string } = {}): Promise<Sandbox> {
  const started = await startSandbox({ port: 0, ...options, log: (line) => log.push(line) });
  let open = true;
  const close = async () => {
    if (open) await started.close();
    open = false;
  };
  closing.push(close);
  return { ...started, close };
}

const client = (timeoutMs = 5_000) => createRouteeClient({ authUrl: sandbox.url, apiUrl: sandbox.url, timeoutMs });

function send(ending: string, more: Record<string, unknown> = {}, timeoutMs?: number) {
  return client(timeoutMs).send(credentials, {
    to: to(ending),
    from: "Kiosk",
    body: "Table ready",
    callback: { url: receiverUrl, strategy: "OnChange" },
    ...more,
  });
}

const names = () => received.map(({ status }) => status.name);
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 5 });

async function bearer(): Promise<string> {
  const answer = await fetch(`${sandbox.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("app:secret")}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return `Bearer ${access_token}`;
}

async function call(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: await bearer(), "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function ledger(query = "") {
  const response = await fetch(`${sandbox.url}/control/ledger${query}`);
  return (await response.json()) as {
    taken: { trackingId: string; to: string; body: string; label: string | null; at: string }[];
    posted: { status: string; attempt: number; httpStatus: number | null; problem: string | null; done: boolean }[];
  };
}

describe("tokens", () => {
  test("the same one while it is alive", async () => {
    expect(await bearer()).toBe(await bearer());
  });

  test.each([
    ["unknown-app", "secret"],
    ["app", "wrong-secret"],
  ])("%s with %s is refused", async (applicationId, applicationSecret) => {
    const outcome = await client().verify({ key: "x", applicationId, applicationSecret });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "credentials", status: 401 } });
  });

  test("another grant is refused", async () => {
    const response = await fetch(`${sandbox.url}/oauth/token?grant_type=password`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("app:secret")}` },
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: "unsupported_grant_type" }]);
  });

  test("none and a made-up one are refused", async () => {
    const none = await fetch(`${sandbox.url}/sms`, { method: "POST", body: "{}" });
    expect([none.status, await none.json()]).toMatchObject([401, { error: "unauthorized" }]);
    const made = await fetch(`${sandbox.url}/sms`, { method: "POST", headers: { authorization: "Bearer nonsense" } });
    expect([made.status, await made.json()]).toMatchObject([401, { error: "invalid_token" }]);
  });
});

describe("taking a message", () => {
  test("answers as Routee does, with what was given only", async () => {
    const { status, body } = await call(
      "POST",
      "/sms",
      JSON.stringify({ to: to("01"), from: "Kiosk", body: "Tea [1]" }),
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "Queued",
      createdAt: expect.stringMatching(/Z$/),
      from: "Kiosk",
      to: to("01"),
      body: "Tea [1]",
      bodyAnalysis: { parts: 1, unicode: false, characters: 7 },
      flash: false,
    });
  });

  test("names what made it unicode, and transcodes when asked to", async () => {
    const body = "Καλημέρα σας ".repeat(8);
    const order = { to: to("01"), from: "Kiosk", body, transcode: true, label: "l", ttl: 5 };
    const answer = await call("POST", "/sms", JSON.stringify(order));
    expect(answer.body).toMatchObject({
      body,
      label: "l",
      ttl: 5,
      bodyAnalysis: {
        unicode: true,
        parts: 2,
        unsupportedGSMCharacters: expect.arrayContaining(["α"]),
        transcode: { parts: 1 },
      },
    });
  });

  test.each([
    [{ to: undefined }, "400000000", "to"],
    [{ to: "abc" }, "400000000", "to"],
    [{ to: "+30690000000012345678" }, "400000000", "to"],
    [{ to: 5 }, "400000000", "to"],
    [{ body: "" }, "400000000", "body"],
    [{ body: "x".repeat(1_601) }, "400000000", "body"],
    [{ from: undefined }, "400000000", "from"],
    [{ label: "x".repeat(351) }, "400000000", "label"],
    [{ ttl: 0 }, "400000000", "ttl"],
    [{ ttl: 4_321 }, "400000000", "ttl"],
    [{ ttl: 1.5 }, "400000000", "ttl"],
    [{ flash: "yes" }, "400000000", "flash"],
    [{ callback: { url: "ftp://x" } }, "400000000", "callback"],
    [{ callback: { url: "https://x.example", strategy: "Sometimes" } }, "400000000", "callback"],
    [{ from: "FarTooLongSender" }, "400005000", null],
    [{ to: to("41") }, "400005000", null],
    [{ to: to("40") }, "400001009", null],
  ])("%j is refused with %s", async (change, code, field) => {
    const order = { to: to("01"), from: "Kiosk", body: "b", ...change };
    const { status, body } = await call("POST", "/sms", JSON.stringify(order));
    expect([status, body.code]).toEqual([400, code]);
    if (field !== null) expect(body.properties).toHaveProperty(field);
    expect((await ledger()).taken).toEqual([]);
  });

  test.each([
    ["malformed JSON", "POST", "/sms", "{", {}, 400],
    ["another content type", "POST", "/sms", "{}", { "content-type": "text/plain" }, 415],
    ["an unknown address", "GET", "/nowhere", undefined, {}, 404],
    ["far too much", "POST", "/sms", JSON.stringify({ body: "x".repeat(300_000) }), {}, 413],
  ])("%s is answered in the framework's shape", async (_name, method, path, text, headers, status) => {
    const answer = await call(method, path, text, headers);
    expect(answer).toMatchObject({ status, body: { status, path, error: expect.any(String) } });
  });

  test("the balance goes down, and comes back for what was not sent", async () => {
    await send("01");
    await send("20");
    await eventually(async () => {
      expect((await call("GET", "/accounts/me/balance")).body).toMatchObject({ balance: 9_999.958 });
    });
  });
});

describe("receipts", () => {
  test("one for each change, in Routee's shape", async () => {
    const sent = await send("01", { label: "t-17" });
    await eventually(() => expect(names()).toEqual(["Queued", "Sent", "Delivered"]));
    const parsed = parseReceipt(received[2]);
    expect(parsed).toMatchObject({
      ok: true,
      receipt: {
        messageId: sent.ok && sent.value.trackingId,
        part: 1,
        parts: 1,
        label: "t-17",
        status: "Delivered",
        reason: { detailedStatus: "Delivered" },
        price: "0.042",
        country: "GR",
        operator: "Cosmote",
        latency: 0,
      },
    });
    expect(received[0]?.status).not.toHaveProperty("reason");
  });

  test("OnCompletion: one for each segment when it is final", async () => {
    await send("36", { body: "x".repeat(400), callback: { url: receiverUrl, strategy: "OnCompletion" } });
    await eventually(() => expect(received).toHaveLength(3));
    const ends = received.map(({ part, status }) => [part, status.name]).sort();
    expect(ends).toEqual([
      [1, "Delivered"],
      [2, "Delivered"],
      [3, "Undelivered"],
    ]);
  });

  test.each([
    ["10", ["Queued", "Sent", "Undelivered"]],
    ["20", ["Queued", "Failed"]],
    ["21", ["Queued", "Unsent"]],
    ["30", ["Queued", "Sent", "Delivered"]],
    ["33", ["Delivered", "Sent", "Queued"]],
    ["34", ["Queued", "Queued", "Sent", "Sent", "Delivered", "Delivered"]],
    ["35", ["Queued", "Sent", "Buffered", "Delivered"]],
  ])("to %s: %j", async (ending, statuses) => {
    await send(ending);
    await eventually(() => expect(names()).toEqual(statuses));
  });

  test("none at all, but tracking knows", async () => {
    const sent = await send("32");
    if (!sent.ok) throw new Error(sent.failure.message);
    await eventually(async () => {
      const tracked = await client().trackSingle(credentials, sent.value.trackingId);
      expect(tracked).toMatchObject({ ok: true, value: [{ status: "Delivered" }] });
    });
    expect(received).toEqual([]);
    expect((await ledger()).posted).toEqual([]);
  });

  test("again by the timetable until answered with exactly 200; redirects are not followed", async () => {
    answers = [500, 204, 302];
    await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":20000}' });
    await send("01", { callback: { url: receiverUrl, strategy: "OnCompletion" } });
    await eventually(async () => {
      const { posted } = await ledger();
      expect(posted.map(({ attempt, httpStatus, done }) => [attempt, httpStatus, done])).toEqual([
        [1, 500, false],
        [2, 204, false],
        [3, 302, false],
        [4, 200, true],
      ]);
    });
    expect(received).toHaveLength(4);
  });

  test("given up after twelve retries", async () => {
    await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":100000}' });
    await send("01", { callback: { url: "http://127.0.0.1:9/", strategy: "OnCompletion" } });
    await eventually(async () => {
      const { posted } = await ledger();
      expect(posted).toHaveLength(13);
      expect(posted.map(({ done }) => done)).toEqual([...Array<boolean>(12).fill(false), true]);
      expect(posted[0]).toMatchObject({ httpStatus: null, problem: expect.stringMatching(/./) });
    });
  });
});

describe("misbehaving", () => {
  test("cut before it was taken", async () => {
    expect(await send("50")).toMatchObject({ ok: false, failure: { kind: "lost" } });
    expect((await ledger()).taken).toEqual([]);
  });

  test("cut after it was taken", async () => {
    expect(await send("51")).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
    expect((await ledger()).taken).toHaveLength(1);
    await eventually(() => expect(names()).toEqual(["Queued", "Sent", "Delivered"]));
  });

  test("HTTP 500", async () => {
    expect(await send("52")).toMatchObject({ ok: false, failure: { kind: "lost", status: 500 } });
    expect((await ledger()).taken).toEqual([]);
  });

  test("429 twice, then taken; and so again for the next message", async () => {
    const limited = { ok: false, failure: { kind: "rate_limited", retryAfterMs: 2_000 } };
    for (let round = 1; round <= 2; round += 1) {
      expect(await send("53")).toMatchObject(limited);
      expect(await send("53")).toMatchObject(limited);
      expect(await send("53")).toMatchObject({ ok: true });
      expect((await ledger()).taken).toHaveLength(round);
    }
  });

  test("taken, but not answered in time", async () => {
    expect(await send("54", {}, 300)).toMatchObject({ ok: false, failure: { kind: "lost" } });
    await eventually(() => expect(names()).toEqual(["Queued", "Sent", "Delivered"]));
  });
});

describe("tracking", () => {
  const range = () => ({ from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 60_000) });

  test("a message that is not known", async () => {
    const outcome = await client().trackSingle(credentials, "nothing");
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "refused", code: "404005000" } });
  });

  test("at once, as Queued, one item for each segment", async () => {
    await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":0.01}' });
    const sent = await send("01", { body: "x".repeat(200) });
    if (!sent.ok) throw new Error(sent.failure.message);
    expect(await client().trackSingle(credentials, sent.value.trackingId)).toMatchObject({
      ok: true,
      value: [
        { part: 1, parts: 2, status: "Queued" },
        { part: 2, parts: 2, status: "Queued" },
      ],
    });
  });

  test("a search by recipient and label", async () => {
    await send("01", { label: "mine" });
    await send("01", { label: "other" });
    await send("02", { label: "mine" });
    const found = await client().searchTracking(credentials, {
      ...range(),
      filters: [
        { fieldName: "to", searchTerm: to("01") },
        { fieldName: "label", searchTerm: "mine" },
      ],
    });
    expect(found).toMatchObject({ ok: true, value: [{ label: "mine" }] });
    expect(found.ok && found.value).toHaveLength(1);
  });

  test("pages", async () => {
    for (let i = 0; i < 3; i += 1) await send("31", { body: `${i}` });
    const { from, until } = range();
    const page = (number: number) =>
      call(
        "POST",
        `/sms/tracking?dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}&size=2&page=${number}`,
        "[]",
      );
    expect((await page(0)).body).toMatchObject({
      totalElements: 3,
      totalPages: 2,
      first: true,
      last: false,
      numberOfElements: 2,
      size: 2,
      number: 0,
    });
    expect((await page(1)).body).toMatchObject({ first: false, last: true, content: [{ body: "2" }] });
    const none = await call(
      "POST",
      `/sms/tracking?dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}&campaign=true`,
      "[]",
    );
    expect(none.body).toMatchObject({ content: [], totalPages: 0, totalElements: 0, first: true, last: true });
  });

  test.each([
    ["", "[]"],
    ["?dateStart=2020-01-01T00:00:00Z&dateEnd=2020-01-02T00:00:00Z", "[]"],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}&size=2001`, "[]"],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}`, '[{"fieldName":"price"}]'],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}`, "["],
  ])("the search %s %s is refused", async (query, filters) => {
    expect(await call("POST", `/sms/tracking${query}`, filters)).toMatchObject({
      status: 400,
      body: { code: "400000000" },
    });
  });
});

describe("control", () => {
  test("the ledger since a time, and a reset", async () => {
    await send("31", { label: "first" });
    const [first] = (await ledger()).taken;
    expect(first).toMatchObject({ to: to("31"), body: "Table ready", label: "first" });
    expect((await ledger(`?since=${Date.now() + 60_000}`)).taken).toEqual([]);
    expect((await ledger(`?since=${first?.at}`)).taken).toHaveLength(1);
    expect((await fetch(`${sandbox.url}/control/ledger?since=soon`)).status).toBe(400);
    await fetch(`${sandbox.url}/control/reset`, { method: "POST" });
    expect(await ledger()).toEqual({ taken: [], posted: [] });
  });

  test("a speed makes what is under way faster", async () => {
    await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":0.01}' });
    await send("30");
    const faster = await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":2000}' });
    expect(await faster.json()).toEqual({ speed: 2000 });
    await eventually(() => expect(names()).toEqual(["Queued", "Sent", "Delivered"]));
  });

  test.each(["", "{}", '{"speed":0}', '{"speed":"fast"}', '{"speed":1e9}'])("the speed %j is none", async (body) => {
    expect((await fetch(`${sandbox.url}/control/speed`, { method: "POST", body })).status).toBe(400);
  });

  test.each([
    { host: "sandbox.example" },
    { host: "127.0.0.1.example" },
    { host: "localhost", origin: "https://elsewhere.example" },
  ])("is not there for %j", async (headers) => {
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control/ledger", headers });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  test.each(["localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]:3001"])("is there for %s", async (host) => {
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control/ledger", headers: { host } });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});

describe("a restart", () => {
  let folder: string;
  let journalFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tidings-sandbox-"));
    journalFile = join(folder, "sandbox.jsonl");
    closing.unshift(async () => rmSync(folder, { recursive: true, force: true }));
  });

  test("goes on with what was under way, and ends the tokens", async () => {
    sandbox = await start({ speed: 0.01, journalFile });
    const routee = client();
    const order = { to: to("01"), from: "Kiosk", body: "b", callback: { url: receiverUrl } };
    const sent = await routee.send(credentials, order);
    const { port } = sandbox;
    await sandbox.close();
    expect(received).toEqual([]);

    sandbox = await startSandbox({ port, speed: 0.01, journalFile, log: (line) => log.push(line) });
    closing.push(sandbox.close);
    // The first request may meet a connection that ended with the first sandbox.
    await eventually(async () => {
      expect((await ledger()).taken).toMatchObject([{ trackingId: sent.ok && sent.value.trackingId }]);
    });
    await fetch(`${sandbox.url}/control/speed`, { method: "POST", body: '{"speed":100000}' });
    await eventually(() => expect(names()).toEqual(["Queued", "Sent", "Delivered"]));
    expect(await routee.send(credentials, order)).toMatchObject({ ok: true });
    expect(log).toEqual([]);
  });

  test("posts what had not been answered, and nothing that had been", async () => {
    answers = [200, 200, 500];
    sandbox = await start({ speed: FAST, journalFile });
    await send("01");
    await eventually(async () => expect((await ledger()).posted).toHaveLength(3));
    await sandbox.close();
    received = [];
    sandbox = await start({ speed: 100_000, journalFile });
    await eventually(() => expect(names()).toEqual(["Delivered"]));
    await eventually(async () => expect((await ledger()).posted.at(-1)).toMatchObject({ attempt: 2, done: true }));
  });

  test("leaves out a line that was cut off and what is older than 4 days", async () => {
    sandbox = await start({ speed: FAST, journalFile });
    await send("01");
    await eventually(async () => expect((await ledger()).posted).toHaveLength(3));
    await sandbox.close();
    const [taken = ""] = readFileSync(journalFile, "utf8").split("\n");
    const { message } = JSON.parse(taken);
    const acceptedAt = Date.now() - 5 * 86_400_000;
    const old = JSON.stringify({ entry: "taken", message: { ...message, trackingId: "old", acceptedAt } });
    writeFileSync(journalFile, `${readFileSync(journalFile, "utf8")}${old}\n{"entry":"tak`);
    sandbox = await start({ speed: FAST, journalFile });
    expect((await ledger()).taken).toMatchObject([{ trackingId: message.trackingId }]);
    expect(log).toEqual([expect.stringContaining("cannot be read")]);
    expect(readFileSync(journalFile, "utf8")).not.toContain('"old"');
  });
});
