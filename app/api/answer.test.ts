import { FastResponse } from "srvx/node";
import { expect, test } from "vitest";
import { toResponse } from "./answer";

test("a text of JSON becomes a response with its door's headers", async () => {
  const response = toResponse({ status: 202, body: '{"a":1}' }, { "x-request-id": "r" });
  expect([response.status, await response.json()]).toEqual([202, { a: 1 }]);
  expect(Object.fromEntries(response.headers)).toEqual({ "content-type": "application/json", "x-request-id": "r" });
});

test.each([
  ["Node's", Response],
  ["the listener's", FastResponse],
])("%s response keeps what it has besides", async (_, Kind) => {
  const given = new Kind("a,b", { status: 201, headers: { "content-type": "text/csv", "x-request-id": "its own" } });
  const response = toResponse(given, { "x-request-id": "r" });
  expect([response.status, await response.text()]).toEqual([201, "a,b"]);
  expect(Object.fromEntries(response.headers)).toEqual({ "content-type": "text/csv", "x-request-id": "r" });
});
