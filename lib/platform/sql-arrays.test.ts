import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonb } from "./jsonb";
import { ints, times, uuids } from "./sql-arrays";
import { storable } from "./storable";

test.each([0.5, 2 ** 31, -(2 ** 31) - 1, Number.NaN, Number.POSITIVE_INFINITY])("%d is no int", (value) =>
  expect(() => ints([1, value])).toThrow(RangeError),
);

test.each(["", "soon", "2026-13-01T00:00:00.000Z"])("%j is no time", (value) =>
  expect(() => times([value])).toThrow(RangeError),
);

test.each(["019a0000", "019a0000-1234-7abc-8def-0123456789ag", "019a0000-1234-7abc-8def-0123456789a\u00ff"])(
  "%j is no UUID",
  (value) => expect(() => uuids([value])).toThrow(RangeError),
);

test("an array does not change when the next one is made", () => {
  const first = ints([1, 2]);
  const before = Buffer.from(first);
  ints([3, 4]);
  expect(first).toEqual(before);
});

test("what PostgreSQL cannot hold is replaced in JSON", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(0xffff), fc.constant(0))), (units) => {
      const text = String.fromCharCode(...units);
      expect(JSON.parse(jsonb({ text }))).toEqual({ text: storable(text) });
    }),
  );
  expect(jsonb("\\u0000")).toBe('"\\\\u0000"');
});
