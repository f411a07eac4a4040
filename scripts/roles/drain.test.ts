import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { DRAIN, drainable } from "./drain";

let server: Server;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
});

async function serve(answer: RequestListener, times = { ...DRAIN, idle: 400 }) {
  server = createServer({ keepAliveTimeout: 60_000 }, answer);
  const drain = drainable(server, times);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return drain;
}

/** A connection that keeps what it is told. */
async function open(): Promise<{ ask(path: string): void; heard(): string; ended: Promise<unknown> }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  await once(socket, "connect");
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
  });
  return {
    ask: (path) => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`),
    heard: () => heard,
    ended: once(socket, "close"),
  };
}

test("what is under way is answered, and its connection ends with the answer", async () => {
  const answers: (() => void)[] = [];
  const { drain } = await serve((_request, response) => answers.push(() => response.end("whole")));
  const caller = await open();
  caller.ask("/slow");
  await expect.poll(() => answers).toHaveLength(1);
  const drained = drain();
  answers[0]?.();
  await Promise.all([caller.ended, drained]);
  expect(caller.heard()).toMatch(/^HTTP\/1.1 200 OK\r\nconnection: close\r\n[\s\S]*whole/i);
});

test("who has a connection open may ask once more, and is told that it was the last time", async () => {
  const { drain } = await serve((request, response) => response.end(request.url));
  const caller = await open();
  caller.ask("/first");
  await expect.poll(() => caller.heard()).toContain("/first");
  expect(caller.heard()).toMatch(/connection: keep-alive/i);
  const address = server.address() as AddressInfo;
  const drained = drain();
  await expect.poll(() => server.listening).toBe(false);
  caller.ask("/second");
  await Promise.all([caller.ended, drained]);
  expect(caller.heard().split("HTTP/1.1 200 OK")[2]).toMatch(/connection: close[\s\S]*\/second$/i);
  const late = connect(address.port, "127.0.0.1");
  await expect(once(late, "connect")).rejects.toThrow("ECONNREFUSED");
});

test("one that says nothing is closed after a while, and what is never answered is cut", async () => {
  const { drain } = await serve(() => undefined, { idle: 50, atMost: 300, look: 10 });
  const [silent, hanging] = [await open(), await open()];
  hanging.ask("/never");
  await new Promise((asked) => server.once("request", asked));
  const order: string[] = [];
  void silent.ended.then(() => order.push("silent"));
  void hanging.ended.then(() => order.push("hanging"));
  await Promise.all([drain(), silent.ended, hanging.ended]);
  expect(order).toEqual(["silent", "hanging"]);
  expect(hanging.heard()).toBe("");
});

test("what answers without an end is ended, also what begins meanwhile", async () => {
  const ends = new Set<() => void>();
  const { drain } = await serve((_request, response) => {
    response.write("open");
    ends.add(() => response.end("ended"));
  });
  const [early, late] = [await open(), await open()];
  early.ask("/stream");
  await expect.poll(() => early.heard()).toContain("open");
  const drained = drain(() => {
    for (const end of ends) end();
    ends.clear();
  });
  late.ask("/stream");
  await Promise.all([drained, early.ended, late.ended]);
  for (const { heard } of [early, late]) expect(heard()).toContain("ended");
});
