import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fill, templateOf } from "./placeholders";

describe("templateOf", () => {
  test.each([
    ["batch", "Hi {{name}}, {{ your code }}!", ["name", "your code"]],
    ["batch", "{{name}}{{name}}", ["name", "name"]],
    ["batch", "no {place} {{}} {{ }} [~name]", []],
    ["campaign", "Hi [~firstName] {{name}}", ["firstName"]],
    ["campaign", "[~] [name] [~a~b]", []],
  ] as const)("%s: %s", (form, body, names) => {
    expect(templateOf(body, form).names).toEqual(names);
  });
});

describe("fill", () => {
  const template = templateOf("Hi {{name}}: {{code}}", "batch");

  test("puts the recipient's values in, and what is for everybody where there is none", () => {
    expect(fill(template, { name: "Ada", code: "7" }, {})).toBe("Hi Ada: 7");
    expect(fill(template, { name: "Ada" }, { name: "guest", code: "0" })).toBe("Hi Ada: 0");
    expect(fill(template, { name: "" }, { name: "guest", code: "0" })).toBe("Hi : 0");
  });

  test("tells when a value is missing, also under a name that every object has", () => {
    expect(fill(template, { name: "Ada" }, {})).toBeNull();
    expect(fill(templateOf("{{constructor}} {{__proto__}}", "batch"), {}, {})).toBeNull();
  });

  test("values are never read as places", () => {
    expect(fill(template, { name: "{{code}}", code: "7" }, {})).toBe("Hi {{code}}: 7");
  });

  test("a text with nothing to fill in comes out as it went in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (body) => {
        const one = templateOf(body, "batch");
        fc.pre(one.names.length === 0);
        expect(fill(one, {}, {})).toBe(body);
      }),
    );
  });
});
