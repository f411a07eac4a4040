import fc from "fast-check";
import { expect, test } from "vitest";
import { readUsualReceipt } from "./usual-receipt";
import { parseBySchema, parseReceipt } from "./wire-report";

/** Values that Routee's receipts have, and ones that they should not have, at every place. */
const odd = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    "",
    " ",
    0,
    -1,
    1,
    255,
    256,
    1.5,
    -0,
    1e9,
    2 ** 31,
    1e-7,
    Number.MAX_VALUE,
    true,
    [],
    {},
  ),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true }),
);
const text = fc.oneof({ weight: 4, arbitrary: fc.string() }, { weight: 1, arbitrary: odd });
const count = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 255 }) }, { weight: 1, arbitrary: odd });
const moment = fc.oneof(
  fc
    .date({ min: new Date(-1e12), max: new Date(4e12), noInvalidDate: true })
    .map((date) => date.toISOString().replace(/\.\d+Z$/, "Z")),
  fc.constantFrom(
    "2026-02-30T10:00:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T09:15Z",
    "2026-03-02T09:15:01.5+0000",
    "soon",
  ),
  odd,
);
const reason = fc.oneof(fc.record({ detailedStatus: text, description: text }, { requiredKeys: [] }), odd);
const receipt = fc.record(
  {
    messageId: text,
    smsId: text,
    part: count,
    parts: count,
    label: text,
    country: text,
    operator: text,
    price: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), odd),
    latency: fc.oneof(fc.nat(), odd),
    status: fc.oneof(
      { weight: 9, arbitrary: fc.record({ name: text, updatedDate: moment, reason }, { requiredKeys: [] }) },
      { weight: 1, arbitrary: odd },
    ),
    more: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

test("what it reads is what the schema reads, whatever comes", () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: receipt }, { weight: 1, arbitrary: fc.jsonValue() }), (json) => {
      const read = readUsualReceipt(json);
      if (read) expect({ ok: true, receipt: read }).toEqual(parseBySchema(json));
      expect(parseReceipt(json)).toEqual(parseBySchema(json));
    }),
    { numRuns: 2_000 },
  );
});

test("it reads a receipt as Routee's page shows it", () => {
  const json = {
    messageId: "m-1",
    smsId: "s-1",
    part: 1,
    parts: 1,
    to: "+306900000001",
    status: { name: "Delivered", reason: null, updatedDate: "2026-03-02T09:15:01Z" },
    price: 0.042,
    latency: 5,
  };
  expect(readUsualReceipt(json)).toMatchObject({ status: "Delivered", price: "0.042", latency: 5, reason: null });
});
