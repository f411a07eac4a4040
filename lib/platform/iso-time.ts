/** The moment that was asked for last: thousands of receipts a second share few milliseconds. */
let known = { at: Number.NaN, text: "" };

/** A moment as ISO 8601 UTC with milliseconds. @param at milliseconds since 1970 */
export function isoTime(at: number): string {
  if (at !== known.at) known = { at, text: new Date(at).toISOString() };
  return known.text;
}

/** The present moment as {@link isoTime} writes it. */
export const isoNow = (): string => isoTime(Date.now());
