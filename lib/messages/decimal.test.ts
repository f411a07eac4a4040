import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals } from "./decimal";

test.each([
  [["0.042", "0.042"], "0.084"],
  [["0.1", "0.2"], "0.3"],
  [["0.00600000"], "0.006"],
  [["1", "2.5"], "3.5"],
  [["-0.5", "0.25"], "-0.25"],
  [[], "0"],
])("the sum of %o is %s", (decimals, sum) => expect(addDecimals(decimals)).toBe(sum));

test("is exact, in any order", () => {
  const decimal = fc.integer({ min: -1e9, max: 1e9 }).map((units) => {
    const digits = Math.abs(units).toString().padStart(9, "0");
    return `${units < 0 ? "-" : ""}${digits.slice(0, -8)}.${digits.slice(-8)}`;
  });
  fc.assert(
    fc.property(fc.array(decimal), (decimals) => {
      expect(addDecimals([...decimals].reverse())).toBe(addDecimals(decimals));
    }),
  );
});

test.each(["", "1e3", "abc", "1.", ".5"])("%o is refused", (wrong) =>
  expect(() => addDecimals([wrong])).toThrow(RangeError),
);
