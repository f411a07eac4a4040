/** The three headers of Standard Webhooks. */
export interface Headers {
  id: string;
  timestamp: string;
  signature: string;
}

const NAMES = ["id", "timestamp", "signature"] as const;
/** A value may stand on the next line only after PHP's arrow. */
const SEPARATOR = "[^\\S\\r\\n]*(?:=>\\s*|[:=\\t][^\\S\\r\\n]*)";
/** Quoted up to its quote, else up to the end of the line. */
const VALUE = `(?:["']([^"'\\r\\n]*)|([^"'\\r\\n]+))`;

/**
 * The three headers in a block of anything: raw headers, a log's JSON, curl's -H, a CGI environment. What is not
 * found is left out. Pure.
 */
export function pickHeaders(block: string): Partial<Headers> {
  const picked: Partial<Headers> = {};
  for (const name of NAMES) {
    const value = headerIn(name, block);
    if (value) picked[name] = value;
  }
  return picked;
}

function headerIn(name: string, block: string): string | undefined {
  const found = new RegExp(`webhook[-_]${name}["']?\\]?${SEPARATOR}(?:\\[\\s*)?${VALUE}`, "i").exec(block);
  return (found?.[1] ?? found?.[2])?.replace(/[\s,;}\]]+$/, "").trim();
}
