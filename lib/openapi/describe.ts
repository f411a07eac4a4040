/** The descriptions of a document's fields: written once beside each other, put into JSON Schema here. Pure. */

/** What each field is, by its dotted path; what stands in a list has its path without brackets. */
export type Words = Readonly<Record<string, string>>;

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  [keyword: string]: unknown;
}

/** A schema with a description on every field that there are words for. */
export function described(schema: Schema, words: Words, prefix = ""): Schema {
  const { properties, items, anyOf } = schema;
  const inner = (of: Schema) => described(of, words, prefix);
  return {
    ...schema,
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, field]) => {
              const path = prefix + name;
              const description = words[path];
              return [name, { ...described(field, words, `${path}.`), ...(description ? { description } : {}) }];
            }),
          ),
        }
      : {}),
    ...(items ? { items: inner(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(inner) } : {}),
  };
}

/** The paths of all fields of a schema, as words name them. */
export function fieldPaths({ properties = {}, items, anyOf = [] }: Schema, prefix = ""): string[] {
  const own = Object.entries(properties).flatMap(([name, field]) => [
    prefix + name,
    ...fieldPaths(field, `${prefix}${name}.`),
  ]);
  const inner = [...(items ? [items] : []), ...anyOf].flatMap((of) => fieldPaths(of, prefix));
  return [...new Set([...own, ...inner])];
}

/** Words for what stands in a field. */
export function within(field: string, words: Words): Words {
  return Object.fromEntries(Object.entries(words).map(([path, text]) => [`${field}.${path}`, text]));
}

/** Words for a list that comes whole. */
export function listOf(what: string, words: Words): Words {
  return { data: what, ...within("data", words) };
}

/** Words for a page of a longer list. */
export function pageOf(what: string, words: Words): Words {
  return {
    ...listOf(what, words),
    nextCursor: "What to send as `cursor` to get the next page; null on the last one.",
  };
}
