import fc from "fast-check";

/** Values that fit a JSON Schema, as far as the document's schemas go: what a sensible caller might send. Pure. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
}

const DECADE_MS = 10 * 365 * 86_400_000;

export function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting));
  switch (schema.type) {
    case "string":
      return fittingText(schema);
    case "integer":
      return fc.integer(rangeOf(schema));
    case "number":
      return fc.oneof(fc.integer(rangeOf(schema)), fc.double({ ...rangeOf(schema), noNaN: true }));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(fitting(schema.items ?? {}), { maxLength: 3 });
    case "object":
      return fittingObject(schema);
    default:
      return fc.jsonValue();
  }
}

/** An object with all that is required, and some of what is not. */
export function fittingObject({ properties = {}, required = [], additionalProperties }: JsonSchema) {
  const own = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema)])),
    { requiredKeys: required },
  ) as fc.Arbitrary<Record<string, unknown>>;
  if (typeof additionalProperties !== "object") return own;
  const others = fc.dictionary(fc.string({ maxLength: 8 }), fitting(additionalProperties), { maxKeys: 3 });
  return fc.tuple(own, others).map(([known, more]) => ({ ...more, ...known }));
}

const rangeOf = ({ minimum = -1_000, maximum = 1_000 }: JsonSchema) => ({
  min: Math.max(minimum, -2_147_483_648),
  max: Math.min(maximum, 2_147_483_647),
});

function fittingText({ format, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "date-time")
    return fc.integer({ min: -DECADE_MS, max: DECADE_MS }).map((offset) => new Date(Date.now() + offset).toISOString());
  const most = Math.min(maxLength, Math.max(minLength, 40));
  return fc.string({ unit: "grapheme-ascii", minLength, maxLength: most });
}
