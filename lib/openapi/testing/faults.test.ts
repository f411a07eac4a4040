import { describe, expect, test } from "vitest";
import { openApiDocument } from "../document";
import { faultsOf, indiscretionsOf, strangersIn } from "./faults";

/** What the judge of all answers would let pass, no property would find. */
const document = openApiDocument("http://localhost:3000", "1.2.3");
const CANCEL = { method: "POST", path: "/api/messages/{id}/cancel" } as const;
const TRACK = { method: "GET", path: "/sms/tracking/single/{trackingId}" } as const;

const problem = {
  type: "urn:tidings:problem:not_found",
  title: "Not found",
  status: 404,
  code: "not_found",
  detail: "There is no message with this id.",
  requestId: "r",
};
const headers = {
  "x-request-id": "r",
  "cache-control": "no-store",
  "content-type": "application/problem+json",
};
const good = { status: 404, headers, text: JSON.stringify(problem) };
const routees = {
  status: 404,
  headers: { ...headers, "content-type": "application/json" },
  text: JSON.stringify({ code: "404005000", developerMessage: "SMS tracking was not found", entity: "SmsTracking" }),
};

describe("faultsOf", () => {
  test("finds none where there is none", () => {
    expect(faultsOf(document, CANCEL, good)).toEqual([]);
    expect(faultsOf(document, TRACK, routees)).toEqual([]);
  });

  test.each([
    ["a status of ours that failed", { ...good, status: 500 }, "is 500"],
    ["a status that is not documented", { ...good, status: 418 }, "418 is not in the document"],
    ["no request id", { ...good, headers: { ...headers, "x-request-id": undefined } }, "has no x-request-id"],
    [
      "an error that is kept",
      { ...good, headers: { ...headers, "cache-control": "max-age=1" } },
      "may be stored by caches",
    ],
    [
      "another content type",
      { ...good, headers: { ...headers, "content-type": "text/html" } },
      "is text/html, not application/problem+json",
    ],
    ["no JSON", { ...good, text: "<h1>Not found</h1>" }, "is no JSON: <h1>Not found</h1>"],
    ["a field too few", { ...good, text: "{}" }, "is not as the document says"],
    ["a field too many", { ...good, text: JSON.stringify({ ...problem, stack: "" }) }, "is not as the document says"],
    [
      "no message where one was promised",
      { ...good, status: 200 },
      "is application/problem+json, not application/json",
    ],
  ])("finds %s", (_, answer, fault) => {
    expect(faultsOf(document, CANCEL, answer).join("\n")).toContain(fault);
  });

  test("wants Routee's errors in one of Routee's shapes", () => {
    expect(faultsOf(document, TRACK, { ...routees, text: JSON.stringify(problem) }).join()).toContain("is not as the");
    expect(faultsOf(document, TRACK, good).join()).toContain("not application/json");
  });

  test("finds a body where there is to be none", () => {
    const remove = { method: "DELETE", path: "/api/apps/{id}" } as const;
    expect(faultsOf(document, remove, { status: 204, headers, text: "" })).toEqual([]);
    expect(faultsOf(document, remove, { status: 204, headers, text: "{}" })).toEqual(["has a body: {}"]);
  });
});

test.each([
  "Error: x\n    at handle (/srv/tidings/lib/messages/store.ts:12:3)",
  "at async file:///srv/.next/server/chunks/12.js:1:200",
  "in node_modules/pg/lib/client.js",
  "SELECT * FROM messages WHERE id = $1",
  'duplicate key value violates unique constraint "x"',
  'invalid byte sequence for encoding "UTF8": 0x00',
  'relation "messages" does not exist',
  "Invalid `prisma.app.findUnique()` invocation",
  "Maximum call stack size exceeded",
  "Cannot read properties of undefined (reading 'id')",
])("%s is of our inside", (text) => {
  expect(indiscretionsOf({ headers: {}, text: JSON.stringify({ detail: text }) })).not.toEqual([]);
  expect(indiscretionsOf({ headers: { "x-why": text }, text: "" })).not.toEqual([]);
});

test.each(["Your table is ready at 8.", "Select a sender.", JSON.stringify(problem)])("%s is not", (text) => {
  expect(indiscretionsOf({ headers: {}, text })).toEqual([]);
});

test("strangers are those that were not named in the request", () => {
  const secrets = { "a text": "Victim text", "a label": "Victim-label" };
  const answer = { headers: {}, text: '{"body":"Victim text","label":"Victim-label"}' };
  expect(strangersIn(answer, secrets, "label=Victim-label")).toEqual(["tells a text of another app"]);
});
