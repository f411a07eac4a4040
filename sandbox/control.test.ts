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
