import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/**
 * What may be in a log line: these fields, each of them harmless. A request, its headers or body, an answer or a row is
 * never logged as a whole, and no line is made of text put together. A new field is added here on purpose.
 */
const FIELDS = [
  ...["requestId", "messageId", "callbackId", "keyId", "code", "method", "path", "failure", "err"],
  ...["part", "role", "port", "channel", "dead", "callbacks", "messageIds"],
  ...["route", "status", "ms", "leftOut", "cutOff", "traceId"],
  ...["month", "partitions", "open"],
];
/** What nothing in a line may come from, whatever its field is called. */
const NEVER =
  /\b(request|response|body|headers|cookie|payload|raw|secret|password|token|applicationSecret|json|text)\b/i;

/** The calls of the logger in a source that are against these rules, without their texts. */
function offences(source: string): string[] {
  return callsIn(source.replace(/"(?:[^"\\\n]|\\.)*"/g, '""')).filter((call) => {
    const fields = [...call.matchAll(/(?<!\$)[{,]\s*(\w+)\s*(?=[:,}])/g)].map(([, name = ""]) => name);
    const spread = [...call.matchAll(/\.\.\.(\w+)/g)].some(([, name]) => name !== "line");
    return spread || NEVER.test(call) || fields.some((name) => !FIELDS.includes(name));
  });
}

/** What stands between the brackets of `log().warn(…)`, as deep as they go. */
function callsIn(source: string): string[] {
  return [...source.matchAll(/\blog\(\)\s*\.\w+\(/g)].map(({ index, 0: opening }) => {
    const from = index + opening.length;
    let depth = 1;
    let to = from;
    for (; depth > 0 && to < source.length; to += 1) depth += { "(": 1, ")": -1 }[source[to] ?? ""] ?? 0;
    return source.slice(from, to - 1);
  });
}

/** All sources of ours that may log, each with its text. */
function sources(): (readonly [file: string, source: string])[] {
  const files = ["app", "components", "lib", "scripts"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^platform\/prisma\//.test(file))
      .map((file) => join(folder, file)),
  );
  return files.map((file) => [file, readFileSync(file, "utf8")] as const);
}

test("no source logs more than it may", () => {
  const all = sources();
  expect(all.flatMap(([, source]) => callsIn(source)).length).toBeGreaterThan(15);
  expect(all.flatMap(([file, source]) => offences(source).map((call) => `${file}: ${call}`))).toEqual([]);
});

/** A line about one thing names it, so that all lines about it are found together. */
const ABOUT = [
  [/"a (message|hand-over)\b/, /\bmessageId\b/],
  [/"a callback\b/, /\bcallbackId\b.*\bmessageId\b/s],
  [/"a request\b/, /\brequestId\b|\bline\b|\blineFields\b/],
] as const;
const nameless = (call: string) => ABOUT.some(([words, name]) => words.test(call) && !name.test(call));

test("a line about a request, a message or a callback says which", () => {
  const calls = sources().flatMap(([file, source]) => callsIn(source).map((call) => [file, call] as const));
  expect(calls.filter(([, call]) => ABOUT.some(([words]) => words.test(call))).length).toBeGreaterThan(6);
  expect(calls.filter(([, call]) => nameless(call))).toEqual([]);
  expect(nameless('{ err: error }, "a message was lost"')).toBe(true);
  expect(nameless('{ callbackId }, "a callback was not kept"')).toBe(true);
});

test.each([
  'log().info({ request }, "x");',
  'log().info({ headers: request.headers }, "x");',
  'log().warn({ ...row }, "x");',
  'log().warn({ row }, "x");',
  'log().error({ err: error, body }, "x");',
  'log().error({ failure: failure.raw }, "x");',
  'log().error({ failure: failure.message, messageId, to: message.to }, "x");',
  "log().debug(`asked with $" + "{body}`);",
  'log().debug({ messageId: token }, "x");',
  "log().debug(headers);",
  'log()\n  .warn({ err: error,\n port: (a()), words: b }, "x");',
])("the rule bites: %s", (source) => expect(offences(source)).toHaveLength(1));

test.each([
  'log().info({ messageId: message.id, err: error }, "a token, the body and the request were refused");',
  'log().debug("the body"); send(body);',
])("the rule lets pass: %s", (source) => expect(offences(source)).toEqual([]));
