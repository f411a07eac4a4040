/**
 * JSON for a jsonb parameter. PostgreSQL's text holds neither NUL nor half a surrogate pair, both of which JSON can
 * spell; they become U+FFFD, as decoders do with bytes that mean nothing.
 */
export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "string" ? item.replaceAll("\u0000", "\uFFFD").toWellFormed() : item,
  );
}
