import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { makeRequest } from "./request";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that says these bytes to every request, and then what `after` does. */
async function saying(bytes: string | Buffer, after: (socket: Socket) => void = () => undefined): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => socket.write(bytes, () => after(socket)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ask = (url: string, timeoutMs = 5_000) => makeRequest(url, { method: "GET", headers: {} }, timeoutMs);
const answer = (length: number, body: string) =>
  Buffer.from(`HTTP/1.1 200 OK\r\nretry-after: 3\r\ncontent-length: ${length}\r\n\r\n${body}`);

test("an answer is read whole, whatever its characters", async () => {
  expect(await ask(await saying(answer(6, "\uFEFFαa")))).toEqual({
    ok: true,
    value: { status: 200, body: "αa", retryAfterMs: 3_000 },
  });
});

test("of an answer that breaks off the status is known", async () => {
  const url = await saying(answer(10, "half"), (socket) => socket.destroy());
  expect(await ask(url)).toEqual({ ok: true, value: { status: 200, body: null, retryAfterMs: 3_000 } });
});

test("of an answer that stops until time runs out the status is known", async () => {
  const url = await saying(answer(10, "half"));
  expect(await ask(url, 200)).toEqual({ ok: true, value: { status: 200, body: null, retryAfterMs: 3_000 } });
});

test("of an answer without a length that stops until time runs out the status is known, not what came of it", async () => {
  const head = "HTTP/1.1 200 OK\r\n\r\n";
  const known = { ok: true, value: { status: 200, body: null, retryAfterMs: null } };
  expect(await ask(await saying(`${head}half`), 200)).toEqual(known);
  expect(await ask(await saying(head), 200)).toEqual(known);
  expect(await ask(await saying(`${head}whole`, (socket) => socket.end()))).toMatchObject({ value: { body: "whole" } });
});

test("an answer that offers another protocol is none", async () => {
  const url = await saying("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");
  expect(await ask(url, 1_000)).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
});

test("an answer that is no HTTP may have been one", async () => {
  const outcome = await ask(await saying("Good day!\r\n\r\n"));
  expect(outcome).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
});

test("no answer in time may have been one; the connection is given up", async () => {
  const url = await saying("");
  expect(await ask(url, 200)).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
});

test("a request that cannot be made is none", async () => {
  const headers = { authorization: "Bearer two\nlines" };
  expect(await makeRequest("http://127.0.0.1:9/", { method: "GET", headers }, 1_000)).toMatchObject({
    ok: false,
    failure: { kind: "unreachable", mayHaveTakenEffect: false, message: expect.stringContaining("ERR_INVALID_CHAR") },
  });
});

test("a connection that was kept and is cut when it is used again: the request may have been taken", async () => {
  let asked = 0;
  const url = await saying(answer(2, "ok"), (socket) => {
    asked += 1;
    socket.removeAllListeners("data");
    socket.on("data", () => socket.destroy());
  });
  expect(await ask(url)).toMatchObject({ ok: true });
  expect(await ask(url)).toMatchObject({ ok: false, failure: { kind: "lost", mayHaveTakenEffect: true } });
  expect(asked).toBe(1);
});
