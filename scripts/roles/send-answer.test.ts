import { Agent, createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { Response as FastResponse } from "./fast-response";
import { sendAnswer } from "./send-answer";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that gives one answer, and an agent that keeps one connection to it. */
async function serve(answer: () => Response, isLast = false) {
  let connections = 0;
  const server = createServer((_request, response) => {
    if (isLast) response.setHeader("connection", "close");
    void sendAnswer(response, answer());
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  closing.push(() => {
    agent.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  async function ask() {
    const asked = request({ port, agent }).end();
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      asked.once("response", resolve).once("error", reject),
    );
    return {
      status: response.statusCode,
      raw: response.rawHeaders,
      headers: response.headers,
      body: await text(response),
    };
  }
  return { ask, connections: () => connections };
}

const JSON_TYPE = { "content-type": "application/json" };

test("a text comes whole, with its length in bytes, again and again on one connection", async () => {
  const { ask, connections } = await serve(
    () => new FastResponse('{"a":"é"}', { status: 202, headers: { ...JSON_TYPE, "content-length": "3", "x-a": "1" } }),
  );
  for (let turn = 0; turn < 3; turn += 1) {
    const { status, raw, headers, body } = await ask();
    expect([status, body, headers["x-a"]]).toEqual([202, '{"a":"é"}', "1"]);
    expect(headers["content-type"]).toBe("application/json");
    const lengths = raw.filter((_, at) => raw[at - 1]?.toLowerCase() === "content-length" && at % 2 === 1);
    expect(lengths).toEqual(["10"]);
    expect(headers["transfer-encoding"]).toBeUndefined();
  }
  expect(connections()).toBe(1);
});

test("nothing comes as nothing", async () => {
  const { ask } = await serve(() => new FastResponse(null, { status: 200, headers: {} }));
  expect(await ask()).toMatchObject({ status: 200, body: "", headers: { "content-length": "0" } });
});

test("what is said of the connection stays said", async () => {
  const { ask } = await serve(() => new FastResponse("{}", { headers: JSON_TYPE }), true);
  expect(await ask()).toMatchObject({
    body: "{}",
    headers: { connection: "close", "content-type": "application/json" },
  });
});

test.each([
  ["the built-in response", () => new Response("a", { headers: { "x-a": "1" } })],
  [
    "one whose headers were looked at",
    () => {
      const answer = new FastResponse("a", { headers: { "content-type": "text/plain" } });
      answer.headers.set("x-a", "1");
      return answer;
    },
  ],
])("%s is sent too", async (_, answer) => {
  const { ask } = await serve(answer);
  expect(await ask()).toMatchObject({ status: 200, body: "a", headers: { "x-a": "1" } });
});
