import { expect, test } from "vitest";
import { Response as FastResponse } from "./fast-response";

const answer = (init?: ResponseInit, body: BodyInit | null = "{}") => new FastResponse(body, init);

test("a text with plain headers is sent as it is", () => {
  const given = answer({ status: 202, headers: { "content-type": "application/json" } });
  expect(FastResponse.textOf(given)).toEqual({
    status: 202,
    headers: { "content-type": "application/json" },
    text: "{}",
  });
  expect(FastResponse.textOf(answer({ headers: {} }, null))).toEqual({ status: 200, headers: {}, text: "" });
});

test("whoever looks at its headers may change them: then it goes the long way, with the changes", async () => {
  const given = answer({ headers: { "x-a": "1" } });
  given.headers.set("x-a", "2");
  expect(FastResponse.textOf(given)).toBeNull();
  expect([given.headers.get("x-a"), await given.text()]).toEqual(["2", "{}"]);
});

test("it is a response, and so are the built-in ones, and its JSON is one of its own", async () => {
  const given = FastResponse.json({ a: 1 }, { status: 404, headers: { "x-a": "1" } });
  expect(FastResponse.textOf(given)).toEqual({
    status: 404,
    headers: { "content-type": "application/json", "x-a": "1" },
    text: '{"a":1}',
  });
  for (const one of [given, answer({ headers: {} }), new Response()]) {
    expect(one).toBeInstanceOf(FastResponse);
    expect(one).toBeInstanceOf(Response);
  }
  const other = FastResponse.json([], { headers: [["Content-Type", "application/problem+json"]] });
  expect([other.headers.get("content-type"), await other.json()]).toEqual(["application/problem+json", []]);
});

test.each([
  ["a stream", answer({ headers: {} }, new ReadableStream())],
  ["bytes", answer({ headers: {} }, new Uint8Array(2))],
  ["names in large letters", answer({ headers: { "Content-Type": "text/csv" } })],
  ["headers of another form", answer({ headers: [["x-a", "1"]] })],
  ["headers of another form still", answer({ headers: new Headers({ "x-a": "1" }) })],
  ["no headers", answer()],
  ["a text whose type is not told", answer({ headers: {} })],
  ["words of its own beside the status", answer({ statusText: "Fine", headers: {} })],
  ["Node's own", new Response("{}", { headers: {} })],
])("%s goes the long way", (_, given) => expect(FastResponse.textOf(given)).toBeNull());
