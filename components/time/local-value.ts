/** What a `datetime-local` field holds for a moment, by the reader's clock; seconds only where there are some. */
export function localValue(at: number): string {
  const date = new Date(at);
  const local = new Date(at - date.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(17, 19) === "00" ? local.slice(0, 16) : local.slice(0, 19);
}

/** The moment that a `datetime-local` field means by the reader's clock; null when it means none. */
export function momentOf(value: string): string | null {
  const at = value === "" ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
