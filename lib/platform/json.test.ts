import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOutsideJson } from "./json";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("parseOutsideJson", () => {
  test("parses whatever JSON there is", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseOutsideJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ["brackets within a text", JSON.stringify("[".repeat(1_000))],
    ["braces after an escaped quote", JSON.stringify(`"\\"${"{".repeat(1_000)}`)],
    ["much beside each other", `[${"[[]],".repeat(1_000)}0]`],
    ["a hundred levels", nested(100)],
  ])("takes %s", (_, text) => {
    expect(parseOutsideJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ["lists", nested(101)],
    ["objects", `${'{"a":'.repeat(101)}1${"}".repeat(101)}`],
    ["after a text that ends in a backslash", `["\\\\",${nested(100)}]`],
    ["that end nowhere", "[".repeat(30_000_000)],
    ["no JSON", "{"],
  ])("refuses what is nested deeper, or is none: %s", (_, text) => {
    expect(() => parseOutsideJson(text)).toThrow(SyntaxError);
  });
});
