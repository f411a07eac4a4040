/** JSON Schema as rows to read, for the API's reference. Pure. */

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
}

export interface SchemaRow {
  /** Dotted, with [] for the items of a list. */
  name: string;
  /** How deep it stands. */
  depth: number;
  type: string;
  required: boolean;
  /** What it is, with code between backticks. */
  description: string | null;
  /** Its limits and choices, in words, with code between backticks. */
  rules: string[];
}

const DEEPEST = 5;

/** The fields of a schema, each after what it stands in. @param rules which rules of a field are told. */
export function rowsOf(schema: JsonSchema, rules: typeof rulesOf = rulesOf, depth = 0, prefix = ""): SchemaRow[] {
  const whole = withoutNull(schema);
  if (depth > DEEPEST) return [];
  if (whole.items) return rowsOf(whole.items, rules, depth, `${prefix}[]`);
  const required = new Set(whole.required);
  return Object.entries(whole.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const row = {
      name: path,
      depth,
      type: typeOf(field),
      required: required.has(name),
      description: field.description ?? null,
      rules: rules(field),
    };
    return [row, ...rowsOf(field, rules, depth + 1, path)];
  });
}

/** A schema that may be null, without that. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const rest = schema.anyOf?.filter(({ type }) => type !== "null");
  return rest?.length === 1 && rest[0] ? rest[0] : schema;
}

/** A type in words. */
export function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  if (schema.format === "date-time") return "time";
  if (schema.format === "uuid") return "id";
  return schema.type ?? "any";
}

/** The choices of a field, unless its description names them all. */
export function choicesOf(schema: JsonSchema): string[] {
  const named = withoutNull(schema).enum?.map((one) => `\`${wordsOf(one)}\``) ?? [];
  return named.some((one) => !schema.description?.includes(one)) ? [`one of ${named.join(", ")}`] : [];
}

/** The choices and limits of a field, and what counts when it is left out. */
export function rulesOf(schema: JsonSchema): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = withoutNull(schema);
  const figure = (value: number) => value.toLocaleString("en-GB");
  // What JavaScript can count to is no rule of ours.
  const known = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return [
    ...choicesOf(schema),
    minLength !== undefined && minLength > 1 && `at least ${figure(minLength)} characters`,
    maxLength !== undefined && `at most ${figure(maxLength)} characters`,
    known(minimum) && `at least ${figure(minimum ?? 0)}`,
    known(maximum) && `at most ${figure(maximum ?? 0)}`,
    minItems !== undefined && `at least ${figure(minItems)} of them`,
    maxItems !== undefined && `at most ${figure(maxItems)} of them`,
    schema.default !== undefined && `\`${wordsOf(schema.default)}\` unless given`,
  ].filter((rule): rule is string => typeof rule === "string");
}

/** A value as it is written in code. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
