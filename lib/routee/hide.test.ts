import fc from "fast-check";
import { expect, test } from "vitest";
import { hide, hideIn } from "./hide";

const secret = "s3cret/Ab\"c\\d'€";

test.each([
  ["as it is", secret],
  ["as JSON", JSON.stringify(secret)],
  ["as JSON of a server that escapes slashes", JSON.stringify(secret).replaceAll("/", "\\/")],
  ["as JSON in ASCII", JSON.stringify(secret).replaceAll("€", "\\u20AC")],
])("hides a secret written %s", (_name, written) => {
  const shown = hide(`{"a": ${written}, "b": ${written}}`, ["other-secret", secret]);
  expect(shown.match(/\[hidden\]/g)).toHaveLength(2);
  expect(shown).not.toContain("cret");
});

test("hides a secret wherever it stands in JSON, and leaves everything else as it is", () => {
  const json = { a: [`x ${secret}`, 1, null, true], [secret]: { b: "b" } };
  expect(hideIn(json, [secret])).toEqual({ a: ["x [hidden]", 1, null, true], "[hidden]": { b: "b" } });
});

test("leaves everything else as it is", () => {
  expect(hide('{"a":"\\u0041 C:\\\\x"}', [secret])).toBe('{"a":"\\u0041 C:\\\\x"}');
  expect(hide("1 and 12 and 123", ["1", "12", ""])).toBe("1 and 12 and 123");
});

test("no secret is left, however JSON spells it", () => {
  const spelling = fc.constantFrom(
    (unit: string) => JSON.stringify(unit).slice(1, -1),
    (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`,
  );
  const printable = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    minLength: 5,
  });
  fc.assert(
    fc.property(printable, fc.string(), fc.infiniteStream(spelling), (hidden, around, spellings) => {
      const spelled = hidden
        .split("")
        .map((unit) => spellings.next().value(unit))
        .join("");
      const text = `{"x":${JSON.stringify(around)},"y":"${spelled}"}`;
      expect(hide(text, [hidden])).toContain("[hidden]");
      const read: unknown = JSON.parse(text);
      expect(read).toMatchObject({ y: hidden });
    }),
  );
});
