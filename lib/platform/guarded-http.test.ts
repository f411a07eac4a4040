import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type GuardedRequest, guardedPost, type Resolve } from "./guarded-http";

const OPEN = [{ address: "127.0.0.0", prefix: 8 }];
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function receiver(listener: RequestListener): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server = createServer(listener).on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const post = (url: string, more: Partial<GuardedRequest> = {}, resolve?: Resolve) =>
  guardedPost(
    {
      url,
      headers: { "content-type": "application/json" },
      body: "{}",
      timeoutMs: 2_000,
      httpsOnly: false,
      allowed: OPEN,
      ...more,
    },
    resolve,
  );

describe("guardedPost", () => {
  test("posts to the address it has checked, under the name that was asked for", async () => {
    const seen: unknown[] = [];
    const { port, connections } = await receiver((request, response) => {
      seen.push([request.method, request.url, request.headers.host, request.headers["content-type"]]);
      response.writeHead(202, { "retry-after": "7" }).end("thanks");
    });
    const resolve: Resolve = async () => ["127.0.0.1"];
    const answer = await post(`http://hooks.example:${port}/a?b=1`, {}, resolve);
    expect(answer).toMatchObject({
      kind: "answered",
      status: 202,
      retryAfter: "7",
      excerpt: "thanks",
      address: "127.0.0.1",
    });
    await post(`http://hooks.example:${port}/a?b=1`, {}, resolve);
    expect(seen).toEqual(
      Array.from({ length: 2 }, () => ["POST", "/a?b=1", `hooks.example:${port}`, "application/json"]),
    );
    expect(connections()).toBe(1);
  });

  test("a name that means a private address is refused, also when only one of its addresses is", async () => {
    const answer = await post("https://hooks.example/", { allowed: [] }, async () => ["93.184.216.34", "10.0.0.7"]);
    expect(answer).toEqual({
      kind: "refused",
      rule: "hooks.example is 10.0.0.7, a private network; callbacks may not reach it.",
    });
  });

  test("a name that changes its mind is checked anew each time, and never connected to by name", async () => {
    let requests = 0;
    const { port } = await receiver((_request, response) => {
      requests += 1;
      response.end();
    });
    const answers = ["127.0.0.1", "169.254.169.254"];
    const rebinding: Resolve = async () => [answers.shift() ?? "169.254.169.254"];
    expect((await post(`http://rebind.example:${port}/`, {}, rebinding)).kind).toBe("answered");
    expect(await post(`http://rebind.example:${port}/`, {}, rebinding)).toMatchObject({ kind: "refused" });
    expect(requests).toBe(1);
  });

  test("a redirect is an answer, and is not followed", async () => {
    let followed = 0;
    const { port } = await receiver((request, response) => {
      if (request.url === "/inner") followed += 1;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/inner` }).end();
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "answered", status: 307 });
    expect(followed).toBe(0);
  });

  test("loopback is refused unless it is opened on purpose", async () => {
    for (const url of [
      "http://127.0.0.1:8080/",
      "http://2130706433:8080/",
      "http://[::1]:8080/",
      "http://localhost:8080/",
    ])
      expect(await post(url, { allowed: [] })).toMatchObject({ kind: "refused" });
  });

  test("what does not answer fails in words, in time", async () => {
    const { port } = await receiver(() => undefined);
    expect(await post(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).toMatchObject({
      kind: "failed",
      problem: "No answer within 0.2 seconds.",
    });
    const cutting = await receiver((request) => request.socket.resetAndDestroy());
    expect(await post(`http://127.0.0.1:${cutting.port}/`)).toMatchObject({
      kind: "failed",
      problem: "The receiver cut the connection.",
    });
    expect(await post(`https://127.0.0.1:${port}/`, { timeoutMs: 500 })).toMatchObject({ kind: "failed" });
    const nobody: Resolve = async () => {
      throw Object.assign(new Error("queryA ENOTFOUND"), { code: "ENOTFOUND" });
    };
    expect(await post("http://nobody.example/", {}, nobody)).toMatchObject({
      kind: "failed",
      problem: "The name nobody.example cannot be resolved (ENOTFOUND).",
    });
    const never: Resolve = () => new Promise(() => undefined);
    expect(await post("http://slow.example/", { timeoutMs: 100 }, never)).toMatchObject({ kind: "failed" });
  });

  test("of a long answer the first 4 kB are kept, and the rest is not waited for", async () => {
    const { port } = await receiver((_request, response) => {
      response.write("ä".repeat(4_000));
    });
    const answer = await post(`http://127.0.0.1:${port}/`);
    expect(answer).toMatchObject({ kind: "answered", status: 200 });
    expect(answer.kind === "answered" && Buffer.byteLength(answer.excerpt)).toBe(4_096);
  });
});
