import { storable } from "./storable";

/** How JSON.stringify spells what PostgreSQL's text cannot hold: NUL, and half a surrogate pair. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i;

/**
 * JSON for a json or jsonb parameter. PostgreSQL's text holds neither NUL nor half a surrogate pair, both of which JSON
 * can spell; they become U+FFFD, as decoders do with bytes that mean nothing.
 */
export function jsonb(value: unknown): string {
  const json = JSON.stringify(value);
  // A function at every value makes it several times slower, and hardly ever finds anything.
  if (!json.includes("\\u") || !UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "string" ? storable(item) : item));
}
