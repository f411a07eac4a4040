/** The moment that was asked for last, and its text: thousands of receipts a second share few milliseconds. */
let known = { at: Number.NaN, text: "" };

/** The present moment as ISO 8601 UTC with milliseconds. */
export function isoNow(): string {
  const at = Date.now();
  if (at !== known.at) known = { at, text: new Date(at).toISOString() };
  return known.text;
}
