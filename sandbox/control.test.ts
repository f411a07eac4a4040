import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { eventually, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("control", () => {
  test("the ledger since a time, and a reset", async () => {
    await sandbox.send("31", { label: "first" });
    const [first] = (await sandbox.ledger()).taken;
    expect(first).toMatchObject({ to: to("31"), body: "Table ready", label: "first" });
    expect((await sandbox.ledger(`?since=${Date.now() + 60_000}`)).taken).toEqual([]);
    expect((await sandbox.ledger(`?since=${first?.at}`)).taken).toHaveLength(1);
    expect((await fetch(`${sandbox.url}/control/ledger?since=soon`)).status).toBe(400);
    await fetch(`${sandbox.url}/control/reset`, { method: "POST" });
    expect(await sandbox.ledger()).toEqual({ taken: [], posted: [] });
  });

  test("the ledger in parts, which together are the whole", async () => {
    for (let i = 0; i < 4; i += 1) await sandbox.send("34", { label: `m${i}` });
    await eventually(async () => expect((await sandbox.ledger()).taken.every((one) => one.finished)).toBe(true));
    const whole = await sandbox.ledger();
    expect([whole.taken.length, whole.posted.length, whole.next]).toEqual([4, 24, undefined]);
    const parts = { taken: whole.taken.slice(0, 0), posted: whole.posted.slice(0, 0) };
    let after = 0;
    for (let rounds = 0; after !== -1; rounds += 1) {
      const part = await sandbox.ledger(`?after=${after}&limit=5`);
      expect(part.taken.length + part.posted.length).toBeLessThanOrEqual(5);
      parts.taken.push(...part.taken);
      parts.posted.push(...part.posted);
      after = part.next ?? -1;
      expect(rounds).toBeLessThan(6);
    }
    expect(parts).toEqual({ taken: whole.taken, posted: whole.posted });
    const sequences = [...whole.taken, ...whole.posted].map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(28);
  });

  test("what the ledger tells of a message and of a post", async () => {
    await sandbox.send("36", { label: "mine", body: "x".repeat(200) });
    await eventually(async () => expect((await sandbox.ledger()).taken).toMatchObject([{ finished: true }]));
    const { taken, posted } = await sandbox.ledger();
    expect(taken).toMatchObject([
      {
        applicationId: "app",
        callback: sandbox.receiverUrl,
        strategy: "OnChange",
        campaign: null,
        parts: 2,
        segments: [
          { part: 1, status: "Delivered" },
          { part: 2, status: "Undelivered", detailedStatus: "Unknown Status" },
        ],
      },
    ]);
    expect(posted.at(-1)).toMatchObject({ label: "mine", kind: "receipt", part: 2, status: "Undelivered", copy: 0 });
  });

  test.each(["after=x", "limit=0", "limit=-1", "limit=1.5"])("the ledger with %s is refused", async (query) => {
    expect((await sandbox.control("GET", `ledger?${query}`)).status).toBe(400);
  });

  test("the latest messages, with their last posts", async () => {
    for (let i = 0; i < 3; i += 1) await sandbox.send("01", { label: `m${i}` });
    await eventually(async () => {
      const { body } = await sandbox.control("GET", "messages?limit=2");
      expect(body.data).toMatchObject([
        { label: "m2", lastPosts: [{ status: "Delivered" }, { status: "Sent" }, { status: "Queued" }] },
        { label: "m1" },
      ]);
    });
    expect((await sandbox.control("GET", "messages?limit=0")).status).toBe(400);
  });

  test("the state, and a reset of everything but the speed", async () => {
    await sandbox.send("31");
    await sandbox.control("POST", "faults", { token: "error" });
    await sandbox.control("POST", "applications", { id: "app", revoked: true });
    expect((await sandbox.control("GET", "state")).body).toMatchObject({
      speed: 500,
      counts: { taken: 1, campaigns: 0 },
      faults: { token: "error" },
      applications: [{ id: "app", revoked: true, balance: 9_999.958, secret: "any" }],
    });
    await sandbox.control("POST", "reset");
    expect((await sandbox.control("GET", "state")).body).toMatchObject({
      speed: 500,
      counts: { taken: 0, unfinished: 0, posted: 0 },
      faults: { token: "ok" },
      applications: [],
    });
    expect(await sandbox.send("31")).toMatchObject({ ok: true });
  });

  test("nothing that is not there", async () => {
    expect(await sandbox.control("POST", "nonsense")).toMatchObject({
      status: 404,
      body: { problem: expect.any(String) },
    });
  });

  test("a speed makes what is under way faster", async () => {
    await sandbox.setSpeed(0.01);
    await sandbox.send("30");
    const faster = await sandbox.setSpeed(2000);
    expect(faster.body).toEqual({ speed: 2000 });
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
  });

  test.each(["", "{}", '{"speed":0}', '{"speed":"fast"}', '{"speed":1e9}'])("the speed %j is none", async (body) => {
    expect((await fetch(`${sandbox.url}/control/speed`, { method: "POST", body })).status).toBe(400);
  });

  test.each([
    { host: "sandbox.example" },
    { host: "127.0.0.1.example" },
    { host: "localhost", origin: "https://elsewhere.example" },
    { host: "localhost:3001", origin: "http://localhost:3000" },
    { host: "localhost:3001", origin: "null" },
    { host: "sandbox.example", origin: "http://sandbox.example" },
  ])("is not there for %j", async (headers) => {
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control/ledger", headers });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  test("is there for its own page", async () => {
    const headers = { host: "localhost:3001", origin: "http://localhost:3001" };
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control/ledger", headers });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  test.each(["localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]:3001"])("is there for %s", async (host) => {
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control/ledger", headers: { host } });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});
