import { expect, test } from "vitest";
import { rowsOf, typeOf } from "./rows";

test("fields are listed each after what it stands in", () => {
  const rows = rowsOf({
    type: "object",
    required: ["to"],
    properties: {
      to: { type: "string", maxLength: 16 },
      status: { enum: ["Sent", "Failed"], type: "string" },
      state: { enum: ["on", "off"], type: "string", description: "`on` sends, `off` does not.", default: "on" },
      callback: {
        anyOf: [{ type: "object", required: ["url"], properties: { url: { type: "string" } } }, { type: "null" }],
      },
      recipients: {
        type: "array",
        maxItems: 100_000,
        items: { type: "object", properties: { to: { type: "string" } } },
      },
      limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
    },
  });
  expect(rows.map(({ name, depth, type, required }) => [name, depth, type, required])).toEqual([
    ["to", 0, "string", true],
    ["status", 0, "string", false],
    ["state", 0, "string", false],
    ["callback", 0, "object or null", false],
    ["callback.url", 1, "string", true],
    ["recipients", 0, "list of object", false],
    ["recipients[].to", 1, "string", false],
    ["limit", 0, "integer", false],
  ]);
  expect(rows.map(({ rules }) => rules)).toEqual([
    ["at most 16 characters"],
    ["one of `Sent`, `Failed`"],
    ["`on` unless given"],
    [],
    [],
    ["at most 100,000 of them"],
    [],
    ["at least 1", "at most 100", "`25` unless given"],
  ]);
});

test.each([
  [{ type: "string", format: "date-time" }, "time"],
  [{ type: "string", format: "uuid" }, "id"],
  [{ const: "bearer" }, '"bearer"'],
  [{}, "any"],
])("%o is %s", (schema, words) => expect(typeOf(schema)).toBe(words));
