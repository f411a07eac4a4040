import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { messageDetailSchema } from "@/lib/messages/contract";
import { PROPERTY, TIME } from "@/scripts/testing/property-runs";
import { openApiDocument } from "./document";
import { SAMPLE } from "./operation";
import { type Asked, described } from "./testing/ask";
import { faultsOf, indiscretionsOf } from "./testing/faults";
import { givenInhabitedApp, type InhabitedApp } from "./testing/given-app";
import { hostileSegment } from "./testing/hostile-requests";
import { CLASSICS, hostileBytes, hostileJson, written } from "./testing/hostile-values";
import { onServedRoutes } from "./testing/served";

/** The addresses that the document leaves out: receipts, and what Routee has and Tidings has not. */
const served = onServedRoutes();

const problem = { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
const routees = { content: { "application/json": { schema: { $ref: "#/components/schemas/RouteeError" } } } };
const RECEIPT = { method: "POST", path: "/webhooks/routee/{token}" } as const;
const NOT_OFFERED = { method: "GET", path: "/not-offered/{path}" } as const;
const known = openApiDocument("http://localhost:3000", "1.2.3");
/** As the document would describe them. */
const document = {
  ...known,
  paths: {
    ...known.paths,
    [RECEIPT.path]: { post: { responses: { 200: {}, 400: problem, 404: problem, 413: problem } } },
    [NOT_OFFERED.path]: { get: { responses: { 501: routees, 400: routees } } },
  },
};

let own: InhabitedApp;
let other: InhabitedApp;
beforeAll(async () => {
  own = await givenInhabitedApp("Own", served.accountId, served.receiver.url);
  other = await givenInhabitedApp("Other", served.accountId, served.receiver.url);
});

const RECEIPT_SAMPLE = {
  messageId: "m",
  smsId: "s",
  part: 1,
  parts: 1,
  to: "+306900000001",
  from: "Own",
  country: "GR",
  operator: "o",
  label: "l",
  status: { name: "Sent", reason: { detailedStatus: "d", description: "d" }, updatedDate: "2026-03-02T09:15:01Z" },
  price: 0.1,
  latency: 2,
  groups: [],
};

/** A receipt of which one value is something else. */
const damagedReceipt = fc
  .tuple(
    fc.constantFrom(...Object.keys(RECEIPT_SAMPLE), "status.name", "status.updatedDate", "status.reason"),
    hostileJson,
  )
  .map(([place, value]) => {
    const [name = "", inner] = place.split(".");
    const status = inner === undefined ? RECEIPT_SAMPLE.status : { ...RECEIPT_SAMPLE.status, [inner]: value };
    return written({ ...RECEIPT_SAMPLE, status, ...(inner === undefined ? { [name]: value } : {}) });
  });
const receiptBodies = fc.oneof(
  { weight: 4, arbitrary: damagedReceipt.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: damagedReceipt.chain(hostileBytes) },
);

/** Posts a receipt, and reads its message afterwards. */
async function expectKept(body: Buffer): Promise<void> {
  const asked: Asked = { method: "POST", target: `/webhooks/routee/${own.receiptToken}`, headers: {}, body };
  expect(faultsOf(document, RECEIPT, await served.ask(asked)), described(asked)).toEqual([]);
  const id = own.samples[SAMPLE.message] ?? "";
  const read = await served.ask({
    method: "GET",
    target: `/api/messages/${id}`,
    headers: { cookie: served.cookie },
  });
  const faults = faultsOf(known, { method: "GET", path: "/api/messages/{id}" }, read);
  expect([read.status, ...faults], described(asked)).toEqual([200]);
  expect(messageDetailSchema.parse(JSON.parse(read.text)).id).toBe(id);
}

describe("receipts", () => {
  test("of any form are answered as the contract says, and their message can be read afterwards", TIME, async () => {
    await fc.assert(
      fc.asyncProperty(receiptBodies, async (body) => {
        await expectKept(body);
      }),
      PROPERTY,
    );
  });

  test("with what is known to break things, in every place", TIME, async () => {
    for (const value of CLASSICS) {
      for (const name of Object.keys(RECEIPT_SAMPLE))
        await expectKept(Buffer.from(written({ ...RECEIPT_SAMPLE, [name]: value })));
      for (const name of Object.keys(RECEIPT_SAMPLE.status))
        await expectKept(
          Buffer.from(written({ ...RECEIPT_SAMPLE, status: { ...RECEIPT_SAMPLE.status, [name]: value } })),
        );
    }
  });

  test("with a token that is not ours are not found", TIME, async () => {
    const half = (from: string, until: string) => from.slice(0, 22) + until.slice(22);
    const forged = fc.oneof(
      hostileSegment,
      fc.constantFrom(
        half(own.receiptToken, other.receiptToken),
        half(other.receiptToken, own.receiptToken),
        `${own.receiptToken}A`,
        own.receiptToken.slice(0, -1),
        `${own.receiptToken}%00`,
        `${own.receiptToken}=`,
        "A".repeat(43),
      ),
    );
    await fc.assert(
      fc.asyncProperty(forged, receiptBodies, async (token, body) => {
        const asked: Asked = { method: "POST", target: `/webhooks/routee/${token}`, headers: {}, body };
        const answer = await served.ask(asked);
        expect(faultsOf(document, RECEIPT, answer), described(asked)).toEqual([]);
        expect([404, 413], described(asked)).toContain(answer.status);
      }),
      PROPERTY,
    );
  });
});

test("what is not offered is 501 in Routee's shape, however it is asked for", TIME, async () => {
  const asking = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"),
    begin: fc.constantFrom("/not-offered/", "/sms/x/"),
    path: fc.array(hostileSegment, { minLength: 1, maxLength: 3 }),
    body: fc.option(hostileBytes("{}"), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(asking, async ({ method, begin, path, body }) => {
      const asked: Asked = { method, target: begin + path.join("/"), headers: {}, body };
      const answer = await served.ask(asked);
      const faults = faultsOf(document, NOT_OFFERED, answer).filter((fault) => fault !== "is 501");
      expect(faults, described(asked)).toEqual([]);
      expect(answer.status, described(asked)).toBe(501);
    }),
    PROPERTY,
  );
});

test.each(["constructor", "__proto__", "toString"])("a service called %s is not offered either", async (name) => {
  const answer = await served.ask({ method: "GET", target: `/not-offered/${name}/x`, headers: {} });
  expect([answer.status, ...indiscretionsOf(answer)]).toEqual([501]);
  expect(answer.text).toContain("Tidings does not offer this resource.");
});

test("a method that an address does not have does nothing and tells nothing", async () => {
  for (const path of Object.keys(known.paths))
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      if (method.toLowerCase() in (known.paths[path] ?? {})) continue;
      const target = path.replace(/\{\w+\}/g, own.samples[SAMPLE.message] ?? "");
      const asked = { method, target, headers: { cookie: served.cookie } };
      const answer = await served.ask(asked);
      // An address that two routes share has the other's methods too.
      expect([401, 404, 405], described(asked)).toContain(answer.status);
      expect(indiscretionsOf(answer), described(asked)).toEqual([]);
    }
});
