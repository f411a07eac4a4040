import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRouteeClient, type RouteeClient } from "./client";
import { type AnsweringServer, json, startAnsweringServer } from "./testing/answering-server";
import { credentials, failureOf, item, resultOf } from "./testing/every-call";

/** Tracking of a message, of a campaign, and with filters, against a real HTTP server. */

let server: AnsweringServer;
let routee: RouteeClient;
beforeEach(async () => {
  server = await startAnsweringServer();
  routee = createRouteeClient({ authUrl: server.url, apiUrl: server.url, timeoutMs: 5_000 });
});
afterEach(() => server.close());

const resourcesAsked = () => server.asked.filter(({ path }) => path !== "/oauth/token");
const of = (messageId: string, more: object = {}) => ({ ...item, messageId, ...more });

describe("a message", () => {
  test("has a report for each segment", async () => {
    const items = [of("m", { part: 1, parts: 2, price: 0.042 }), of("m", { part: 2, parts: 2, zone: 7 })];
    server.api = json(200, items);
    expect(resultOf(await routee.trackSingle(credentials, "m"))).toMatchObject([
      { messageId: "m", part: 1, parts: 2, price: "0.042", raw: items[0] },
      { messageId: "m", part: 2, parts: 2, price: null, raw: items[1] },
    ]);
  });

  test("may have a status that is new, and nothing where something is not said", async () => {
    server.api = json(200, [
      of("m", { status: { ...item.status, status: "Teleported" }, direction: null, label: null, country: null }),
    ]);
    expect(resultOf(await routee.trackSingle(credentials, "m"))).toMatchObject([{ status: "Teleported", label: null }]);
  });

  test("that Routee does not know is refused", async () => {
    server.api = json(404, { code: "404005000", developerMessage: "not found" });
    expect(failureOf(await routee.trackSingle(credentials, "m"))).toMatchObject({ kind: "refused", code: "404005000" });
  });

  test("is asked for again when the answer is no list", async () => {
    server.api = json(200, {});
    expect(failureOf(await routee.trackSingle(credentials, "m"))).toMatchObject({
      kind: "lost",
      retryable: true,
      message: "Routee's tracking answer cannot be understood: it is not a list.",
      raw: "{}",
    });
  });
});

const range = { from: new Date("2026-03-02T09:00:00Z"), until: new Date("2026-03-02T10:00:00Z"), filters: [] };
const PAGED = [
  { name: "a search", call: () => routee.searchTracking(credentials, range) },
  { name: "a campaign", call: () => routee.trackCampaign(credentials, "c-1") },
];

describe.each(PAGED)("$name", ({ call }) => {
  /** The nth page for the nth request, and the last one for all that follow. */
  const pages = (...all: unknown[]) => {
    server.api = (request, ...rest) => {
      const asked = Number(new URL(request.url ?? "", server.url).searchParams.get("page"));
      json(200, all[Math.min(asked, all.length - 1)])(request, ...rest);
    };
  };

  test.each([
    ["last", [{ last: false }, { last: true }]],
    ["totalPages", [{ totalPages: 2 }, { totalPages: 2 }]],
    ["an empty page", [{ last: null, totalPages: null }, {}, { content: [] }]],
  ] satisfies [string, object[]][])("is read page by page, as %s tells, without incoming messages", async (_, ends) => {
    const contents = [[of("a"), of("in", { direction: "Inbound" })], [of("b", { direction: "Outbound" })]];
    pages(...ends.map((end, index) => ({ content: contents[index], ...end })));
    expect(resultOf(await call()).map(({ messageId }) => messageId)).toEqual(["a", "b"]);
    expect(resourcesAsked()).toHaveLength(ends.length);
  });

  test("may be empty", async () => {
    pages({ content: [], totalPages: 0, totalElements: 0, first: true, last: true, number: 0 });
    expect(resultOf(await call())).toEqual([]);
  });

  test("without end is refused, not cut short", async () => {
    pages({ content: [of("a")], last: false });
    expect(failureOf(await call())).toMatchObject({ kind: "refused", mayHaveTakenEffect: false });
    expect(resourcesAsked()).toHaveLength(20);
  });

  test.each([
    ["the last page says so", { content: [of("a"), of("b")], totalElements: 3, last: true }],
    ["an empty page ends it", { content: [of("a"), of("b")], totalElements: 3 }],
  ])("that ends before all is there is no answer: %s", async (_name, first) => {
    pages(first, { content: [], totalElements: 3 });
    expect(failureOf(await call())).toMatchObject({
      kind: "lost",
      retryable: true,
      message: "Routee's tracking answer cannot be understood: its pages end after 2 of 3 items.",
    });
  });

  test("whose items moved between the pages is an answer", async () => {
    pages(
      { content: [of("a"), of("b")], totalElements: 3, last: false },
      { content: [of("b"), of("c")], totalElements: 4, last: true },
    );
    expect(resultOf(await call())).toHaveLength(4);
  });

  test("fails when a page fails", async () => {
    server.api = (request, ...rest) =>
      (request.url?.includes("page=1") ? json(500, {}) : json(200, { content: [item], last: false }))(request, ...rest);
    expect(failureOf(await call())).toMatchObject({ kind: "lost", retryable: true, mayHaveTakenEffect: false });
  });
});
