import { z } from "zod";
import type { openApiDocument } from "../document";
import type { Operation } from "../operation";
import type { Answer } from "./ask";

/** What is wrong with an answer, whoever asked and however. Pure. */

type Document = ReturnType<typeof openApiDocument>;

/** What only our inside knows: stack traces, files, statements and the database's words. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  "a stack trace": /\bat [^\n]{1,200}\.[cm]?[jt]sx?:\d+/,
  "a source file": /node_modules|file:\/\/\/(?!etc)|\/(lib|app|scripts|\.next)\/[\w./[\]-]+\.[cm]?[jt]sx?\b/,
  "a statement": /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM) /,
  "the database's words":
    /prisma|violates|invalid byte sequence|syntax error at|invalid input syntax|out of range for type|stack depth|relation \\*"|P20\d\d|\b22P0\d\b|Maximum call stack|is not a function|Cannot read propert|\[native code\]/i,
};

/** What of our inside an answer tells. */
export function indiscretionsOf({ text, headers }: Pick<Answer, "text" | "headers">): string[] {
  const told = `${JSON.stringify(headers)}\n${text}`;
  return Object.entries(INSIDE).flatMap(([name, pattern]) => {
    const found = pattern.exec(told);
    return found ? [`tells ${name}: ${found[0].slice(0, 100)}`] : [];
  });
}

/** Secrets of others that stand in an answer. @param secrets by name; those that were sent along prove nothing. */
export function strangersIn(
  { text, headers }: Pick<Answer, "text" | "headers">,
  secrets: Readonly<Record<string, string>>,
  sent: string,
): string[] {
  const told = `${JSON.stringify(headers)}\n${text}`;
  return Object.entries(secrets).flatMap(([name, secret]) =>
    told.includes(secret) && !sent.includes(secret) ? [`tells ${name} of another app`] : [],
  );
}

const checks = new WeakMap<object, z.ZodType>();

function schemaOf(document: Document, schema: Record<string, unknown>): z.ZodType {
  const known = checks.get(schema);
  if (known) return known;
  const name = typeof schema.$ref === "string" ? schema.$ref.replace("#/components/schemas/", "") : null;
  const target = name === null ? schema : document.components.schemas[name];
  const made = z.fromJSONSchema(target as Parameters<typeof z.fromJSONSchema>[0]);
  checks.set(schema, made);
  return made;
}

interface Described {
  content?: Record<string, { schema: Record<string, unknown> }>;
}

/** Where an answer is not what the document says of its status. */
export function deviationsOf(
  document: Document,
  { path, method }: Pick<Operation, "path" | "method">,
  answer: Answer,
): string[] {
  const operation = document.paths[path]?.[method.toLowerCase()] as
    | { responses: Record<string, Described> }
    | undefined;
  const described = operation?.responses[String(answer.status)];
  if (!described) return [`${answer.status} is not in the document`];
  const faults = answer.headers["x-request-id"] ? [] : ["has no x-request-id"];
  if (answer.status >= 400 && answer.headers["cache-control"] !== "no-store") faults.push("may be stored by caches");
  return [...faults, ...contentFaults(document, described, answer)];
}

function contentFaults(document: Document, { content }: Described, { headers, text }: Answer): string[] {
  const [type, expected] = Object.entries(content ?? {})[0] ?? [];
  if (type === undefined || !expected) return text === "" ? [] : [`has a body: ${text.slice(0, 100)}`];
  const given = (headers["content-type"] ?? "").split(";")[0];
  if (given !== type) return [`is ${given}, not ${type}`];
  if (type.startsWith("text/")) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [`is no JSON: ${text.slice(0, 100)}`];
  }
  const { error } = schemaOf(document, expected.schema).safeParse(json);
  return error ? [`is not as the document says: ${JSON.stringify(error.issues).slice(0, 400)}`] : [];
}

/** All that is wrong with an answer of a documented operation. */
export function faultsOf(document: Document, operation: Pick<Operation, "path" | "method">, answer: Answer): string[] {
  return [
    ...(answer.status >= 500 && answer.status !== 503 ? [`is ${answer.status}`] : []),
    ...deviationsOf(document, operation, answer),
    ...indiscretionsOf(answer),
  ];
}
