import fc from "fast-check";
import { jsonSchema } from "../json-schema";
import type { Operation } from "../operation";
import type { Asked } from "./ask";
import { fittingObject, type JsonSchema } from "./fitting-values";
import {
  CLASSICS,
  hostileBytes,
  hostileJson,
  hostilePiece,
  hostileText,
  hostileTimes,
  written,
} from "./hostile-values";

/** Requests made as an operation wants them, and then damaged. */

export interface Attacker {
  /** The sample ids of the document's examples, and what stands in their place. */
  samples: Readonly<Record<string, string>>;
  /** Headers that let the request in. */
  welcome: Readonly<Record<string, string>>;
  /** Ids of all kinds, the attacker's own and others'. */
  ids: readonly string[];
}

type Pair = [name: string, value: string];

/** A request for an operation, whole or damaged in any of its parts. */
export function hostileRequests(operation: Operation, attacker: Attacker): fc.Arbitrary<Asked> {
  return fc
    .tuple(pathsOf(operation, attacker), queriesOf(operation, attacker), bodiesOf(operation, attacker))
    .chain(([path, query, body]) =>
      headersOf(operation, attacker).map((headers) => ({
        method: operation.method,
        target: query === "" ? path : `${path}?${query}`,
        headers: body === undefined ? withoutType(headers) : headers,
        body,
      })),
    );
}

/** A value of an example with the ids that it needs. */
export function withSamples<Value>(value: Value, samples: Readonly<Record<string, string>>): Value {
  let text = JSON.stringify(value);
  for (const [sample, real] of Object.entries(samples)) text = text.replaceAll(sample, real);
  return JSON.parse(text) as Value;
}

/** An operation's example in which each parameter and field, one after the other, is one of the classics. */
export function classicRequests(operation: Operation, { samples, welcome }: Attacker): Asked[] {
  const { id, method, path, query, body, auth } = operation;
  const type = id === "issueToken" ? "application/x-www-form-urlencoded" : "application/json";
  const headers = { ...(auth === "none" ? {} : welcome), ...(body ? { "content-type": type } : {}) };
  const example = withSamples(operation.example, samples);
  const filled = (address: string) => address.replace(/\{(\w+)\}/g, (_, name: string) => example.path?.[name] ?? "");
  const search = example.query ? `?${new URLSearchParams(example.query)}` : "";
  const plain = (value: unknown) => encodeURIComponent(String(value).toWellFormed().slice(0, 2_000));
  return CLASSICS.flatMap((classic) => {
    const targets = [
      ...[...path.matchAll(/\{\w+\}/g)].map(([place]) => filled(path.replace(place, plain(classic))) + search),
      ...propertiesOf(query).map((name) => {
        const others = Object.entries(example.query ?? {}).filter(([other]) => other !== name);
        return `${filled(path)}?${new URLSearchParams(others)}&${name}=${plain(classic)}`;
      }),
    ].map((target) => ({ target, value: example.body }));
    const posted = (body ? classicBodies(example.body, propertiesOf(body), classic) : []).map((value) => ({
      target: filled(path) + search,
      value,
    }));
    return [...targets, ...posted].map(({ target, value }) => ({
      method,
      target,
      headers,
      body: body ? Buffer.from(written(value)) : undefined,
    }));
  });
}

function classicBodies(given: unknown, names: readonly string[], classic: unknown): unknown[] {
  if (Array.isArray(given)) return [[classic], [{ ...(given[0] as object), searchTerm: classic }]];
  const inner = { to: classic, url: classic, from: classic, zone: classic, variables: { name: classic } };
  return names.flatMap((name) =>
    [classic, [classic], [inner], inner].map((value) => ({ ...(given as object), [name]: value })),
  );
}

const propertiesOf = (schema: Operation["body"]): string[] =>
  schema ? Object.keys((jsonSchema(schema, "input") as JsonSchema).properties ?? {}) : [];

/**
 * A piece of a path that leads to the same address: dots alone would lead to another, and escapes that mean nothing
 * come to no route.
 */
export const hostileSegment = hostilePiece.filter(
  (piece) => piece !== "" && !/^(\.|%2e){1,2}$/i.test(piece) && isDecodable(piece),
);

function isDecodable(piece: string): boolean {
  try {
    return typeof decodeURIComponent(piece) === "string";
  } catch {
    return false;
  }
}

function pathsOf({ path, example }: Operation, { samples, ids }: Attacker): fc.Arbitrary<string> {
  const segments = path.split("/").map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return fc.constant(segment);
    const own = withSamples(example.path?.[name] ?? "", samples);
    return fc.oneof(
      { weight: 5, arbitrary: fc.constant(own) },
      { weight: 1, arbitrary: fc.constantFrom(...ids, own.toUpperCase(), `${own}%00`, `${own}%20`, `%7B${own}%7D`) },
      { weight: 2, arbitrary: hostileSegment },
    );
  });
  return fc.tuple(...segments).map((parts) => parts.join("/"));
}

function queriesOf({ query, example }: Operation, { samples, ids }: Attacker): fc.Arbitrary<string> {
  const schema = query ? (jsonSchema(query, "input") as JsonSchema) : {};
  const names = Object.keys(schema.properties ?? {});
  const asPairs = (values: Record<string, unknown>): Pair[] =>
    Object.entries(values).map(([name, value]) => [name, encodeURIComponent(String(value).toWellFormed())]);
  const given = withSamples(example.query ?? {}, samples);
  const whole = sometimesMore(schema).map((more) => asPairs({ ...more, ...given }));
  const name = names.length > 0 ? fc.constantFrom(...names, ...names, "x", "__proto__") : fc.constantFrom("x", "%00");
  const cursor = fc.constantFrom(
    ...[{ id: "x" }, { id: null, at: "\u0000" }, [1], { __proto__: 1 }].map((forged) =>
      Buffer.from(JSON.stringify(forged)).toString("base64url"),
    ),
  );
  const damage = name.chain((which) =>
    fc.tuple(
      fc.constant(which),
      schema.properties?.[which]?.format === "date-time"
        ? hostileTimes.map(encodeURIComponent)
        : fc.oneof(hostilePiece, hostilePiece, fc.constantFrom(...ids), cursor),
    ),
  );
  const damages = fc.oneof(
    fc.array(damage, { maxLength: 1 }),
    fc.array(damage, { maxLength: names.length > 0 ? 3 : 1 }),
  );
  return fc.tuple(whole, damages, fc.boolean()).map(([pairs, all, instead]) => {
    const damaged = new Set(instead ? all.map(([which]) => which) : []);
    const kept = pairs.filter(([which]) => !damaged.has(which));
    return [...kept, ...all].map(([which, value]) => `${which}=${value}`).join("&");
  });
}

/** What may be left out, mostly left out: much of what fits the schema is refused all the same. */
function sometimesMore(schema: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fittingObject({ ...schema, required: [] }) },
  );
}

/** What can be done to JSON: another value at a place, a field that goes, or one that comes. */
type Damage = { at: number; put: unknown } | { at: number; remove: true } | { at: number; name: string; put: unknown };

const jsonDamage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at: fc.nat(), put: hostileJson }) },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(), remove: fc.constant(true as const) }) },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(), name: hostileText, put: hostileJson }) },
);

function bodiesOf(operation: Operation, { samples, ids }: Attacker): fc.Arbitrary<Buffer | undefined> {
  const { body, example, id } = operation;
  const unasked = fc.option(
    fc.constantFrom("{}", "x", "[".repeat(20_000)).map((text) => Buffer.from(text)),
    { nil: undefined, freq: 4 },
  );
  if (!body) return operation.method === "GET" ? fc.constant(undefined) : unasked;
  const given: unknown = withSamples(example.body, samples);
  if (id === "issueToken") return formsOf(given as Record<string, string>);
  const { required = [], ...schema } = jsonSchema(body, "input") as JsonSchema;
  const whole = Array.isArray(given)
    ? fc.constant(given as unknown)
    : sometimesMore(schema).map((more) => {
        const optional = Object.entries(more).filter(([name]) => !required.includes(name));
        return { ...Object.fromEntries(optional), ...(given as object) } as unknown;
      });
  const foreignId = fc.record({ at: fc.nat(), put: fc.constantFrom(...ids) });
  const damages = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: jsonDamage },
      { weight: 1, arbitrary: foreignId },
      { weight: 3, arbitrary: fittingDamage(schema) },
    ),
    { maxLength: 2 },
  );
  const text = fc.tuple(whole, damages).map(([value, all]) => written(all.reduce<unknown>(damagedBy, value)));
  return fc.oneof(
    { weight: 9, arbitrary: text.map((json) => Buffer.from(json)) },
    { weight: 2, arbitrary: text.chain(hostileBytes) },
  );
}

/** A field's own kind of value, off in its own way. */
function fittingDamage({ properties = {} }: JsonSchema): fc.Arbitrary<Damage> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const put = schema.format === "date-time" ? hostileTimes : schema.type === "string" ? hostileText : hostileJson;
    return fc.record({ at: fc.constant(0), name: fc.constant(name), put });
  });
  return fields.length > 0 ? fc.oneof(...fields) : jsonDamage;
}

function formsOf(given: Readonly<Record<string, string>>): fc.Arbitrary<Buffer> {
  const damage = fc.tuple(fc.constantFrom(...Object.keys(given), "scope", "__proto__"), hostilePiece);
  const text = fc.array(damage, { maxLength: 3 }).map((damages) => {
    const own = Object.entries(given).map(([name, value]): Pair => [name, encodeURIComponent(value)]);
    const kept = own.filter(([name]) => !damages.some(([other]) => other === name));
    return [...kept, ...damages].map(([name, value]) => `${name}=${value}`).join("&");
  });
  return fc.oneof(
    { weight: 3, arbitrary: text.map((form) => Buffer.from(form)) },
    { weight: 1, arbitrary: text.chain(hostileBytes) },
  );
}

/** JSON with one damage more. Places are counted through the whole of it, so that any number names one. */
function damagedBy(value: unknown, damage: Damage): unknown {
  const places = placesOf(value);
  const place = places[damage.at % places.length] ?? [];
  if ("name" in damage) {
    const target = place.reduce<unknown>(
      (inner, step) => (isObject(inner) ? Object.entries(inner).find(([name]) => name === step)?.[1] : undefined),
      value,
    );
    if (!isObject(target) || Array.isArray(target)) return value;
    // As JSON.parse does: a name like __proto__ is a name like any other.
    return changed(value, place, Object.fromEntries([...Object.entries(target), [damage.name, damage.put]]));
  }
  return changed(value, place, "remove" in damage ? undefined : damage.put);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function placesOf(value: unknown, here: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value)) return [here];
  return [here, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...here, name]))];
}

function changed(value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const now = name === step ? changed(inner, rest, put) : inner;
    return now === undefined ? [] : [[name, now]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const withoutType = ({ "content-type": _, ...headers }: Readonly<Record<string, string>>) => headers;

/** A header's value that Node lets through. */
const headerText = fc
  .oneof(hostileText, fc.constantFrom("x".repeat(256), "x".repeat(300), "é", "ÿ", "a, b", "a;q=x", "*/*", "\t"))
  .map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?").slice(0, 4_000));

function headersOf({ id, auth, body }: Operation, { welcome, ids }: Attacker): fc.Arbitrary<Record<string, string>> {
  const type = id === "issueToken" ? "application/x-www-form-urlencoded" : "application/json";
  const usual = { ...(auth === "none" ? {} : welcome), ...(body ? { "content-type": type } : {}) };
  const odd: fc.Arbitrary<Pair> = fc.oneof(
    fc.tuple(
      fc.constantFrom("idempotency-key", "accept", "content-type", "last-event-id", "origin", "sec-fetch-site"),
      headerText,
    ),
    fc.tuple(
      fc.constantFrom("x-forwarded-for", "x-forwarded-host", "forwarded", "range", "if-none-match", "expect-ct"),
      headerText,
    ),
    fc.tuple(fc.constant("idempotency-key"), fc.constantFrom("k1", "k2", "x".repeat(255), "__proto__", "'", ...ids)),
    fc.tuple(
      fc.constant("content-type"),
      fc.constantFrom(
        "text/plain",
        "application/json; charset=utf-16",
        "application/x+json",
        "multipart/form-data",
        "",
      ),
    ),
    fc.tuple(
      fc.constant("authorization"),
      fc.oneof(
        headerText.map((text) => `Bearer ${text}`),
        headerText.map((text) => `Basic ${Buffer.from(text).toString("base64")}`),
        fc.constantFrom("Basic %%%", "Basic", "Bearer", "bearer  ", "Digest x", "Bearer tk_sandbox_x"),
        headerText,
      ),
    ),
    fc.tuple(
      fc.constant("cookie"),
      fc
        .constantFrom("%ff", "%", "x.y.z", "eyJhbGciOiJkaXIifQ..x.y.z", "__proto__", "")
        .map((value) => `next-auth.session-token=${value}`),
    ),
    fc.tuple(fc.constant("last-event-id"), fc.constantFrom("9".repeat(18), "9".repeat(30), "-1", "1e3", "0")),
  );
  return fc
    .oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(odd, { maxLength: 2 }) })
    .map((pairs) => ({ ...usual, ...Object.fromEntries(pairs) }));
}
