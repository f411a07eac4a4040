import { expect, test } from "vitest";
import type { z } from "zod";
import { fieldPaths } from "./describe";
import { openApiDocument } from "./document";
import { jsonSchema } from "./json-schema";
import { OPERATIONS } from "./operations";
import { SCHEMAS } from "./schemas";
import { STATUS_CHANGED } from "./webhook";
import { pathWords, WORDS } from "./words";

const pathsOf = (schema: z.ZodType | undefined, io: "input" | "output") =>
  schema ? fieldPaths(jsonSchema(schema, io)) : [];

/** The fields of every request and answer, by what their words are kept under. */
const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ...OPERATIONS.map(({ id, query, body }) => [id, [...pathsOf(query, "input"), ...pathsOf(body, "input")]] as const),
  ...Object.entries(SCHEMAS).map(([name, schema]) => [name, pathsOf(schema, "output")] as const),
  ["statusChanged", fieldPaths(STATUS_CHANGED.requestBody.content["application/json"].schema)],
];

test.each(FIELDS)("every field of %s has words, and no words are for a field that is not there", (name, paths) => {
  expect(Object.keys(WORDS[name] ?? {}).sort()).toEqual([...paths].sort());
});

test("words are kept under the names of what there is", () => {
  const names = FIELDS.map(([name]) => name);
  expect(Object.keys(WORDS).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(OPERATIONS.map(({ path }) => [path]))("the parameters of %s have words", (path) => {
  expect(Object.keys(pathWords(path))).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
});

test.each(Object.entries(WORDS))("the words of %s are whole sentences", (_, words) => {
  const odd = Object.entries(words).filter(
    ([, text]) => !/^[A-Z0-9`].*\.$/.test(text) || (text.match(/`/g) ?? []).length % 2 !== 0,
  );
  expect(odd).toEqual([]);
});

test("every property, parameter and header of the document is described", () => {
  const bare: string[] = [];
  const groups = ["properties", "parameters", "headers"];
  /** @param within whether the names are fields' own, and mean nothing here. */
  const visit = (value: unknown, at: string, within: boolean): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const isGroup = !within && groups.includes(key);
      if (isGroup)
        for (const [name, one] of Object.entries(inner ?? {}))
          if (!(one as { description?: unknown }).description) bare.push(`${at}/${key}/${name}`);
      if (within || !/^(example|default)$/.test(key)) visit(inner, `${at}/${key}`, isGroup);
    }
  };
  visit(openApiDocument("http://localhost:3000", "1.2.3"), "", false);
  expect(bare).toEqual([]);
});
