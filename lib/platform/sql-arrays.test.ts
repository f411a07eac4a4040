import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonb } from "./jsonb";
import { joined, plainArray, textArray } from "./sql-arrays";
import { storable } from "./storable";

test("plain values and NULL", () => {
  expect(plainArray([1, null, true, "2026-03-02T09:15:01.000Z"])).toBe("{1,NULL,true,2026-03-02T09:15:01.000Z}");
  expect(plainArray([])).toBe("{}");
});

test.each([
  ["Sent", "Sent"],
  ["", '""'],
  ["null", '"null"'],
  ["a,b", '"a,b"'],
  ['say "so"', '"say \\"so\\""'],
  ["back\\slash", '"back\\\\slash"'],
  ["{x}", '"{x}"'],
  ["\u0000", '"\uFFFD"'],
  ["\ud800", '"\uFFFD"'],
])("the text %j is written %s", (text, written) => expect(textArray([text, null])).toBe(`{${written},NULL}`));

test("JSON never contains what separates it", () => {
  fc.assert(
    fc.property(fc.array(fc.json(), { minLength: 1 }), (jsons) => {
      expect(joined(jsons).split("\u001f")).toEqual(jsons);
    }),
  );
  expect(joined([JSON.stringify("\u001f")])).not.toContain("\u001f");
});

test("what PostgreSQL cannot hold is replaced, in texts and in JSON alike", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(0xffff), fc.constant(0))), (units) => {
      const text = String.fromCharCode(...units);
      expect(JSON.parse(jsonb({ text }))).toEqual({ text: storable(text) });
    }),
  );
  expect(jsonb("\\u0000")).toBe('"\\\\u0000"');
});
