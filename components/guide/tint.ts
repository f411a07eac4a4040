/** Takes code apart into comments, texts and the rest, as much as two quiet colours need. Pure. */

export interface Piece {
  kind: "comment" | "text" | "plain";
  text: string;
}

const DOUBLE = String.raw`@?"(?:\\[\s\S]|[^"\\\n])*"`;
const SINGLE = String.raw`'(?:\\[\s\S]|[^'\\])*'`;
const TEMPLATE = "`[^`]*`";
const SLASHES = String.raw`\/\/[^\n]*`;

/** Of which kind each language has; what is none of these is shown as it is. */
const RULES: Readonly<Record<string, RegExp>> = {
  curl: /'[^']*'/g,
  java: new RegExp(String.raw`"""[\s\S]*?(?<!\\)"""|${DOUBLE}|${SLASHES}`, "g"),
  csharp: new RegExp(`${DOUBLE}|${SLASHES}`, "g"),
  php: new RegExp(`${SINGLE}|${DOUBLE}|${SLASHES}`, "g"),
  python: new RegExp(`${DOUBLE}|#[^\\n]*`, "g"),
  ruby: new RegExp(`${DOUBLE}|#[^\\n]*`, "g"),
  javascript: new RegExp(`${DOUBLE}|${TEMPLATE}|${SLASHES}`, "g"),
  "objective-c": new RegExp(`${DOUBLE}|${SLASHES}`, "g"),
  json: new RegExp(String.raw`${DOUBLE}\s*:|${DOUBLE}`, "g"),
};

/** The pieces of a code; put together again they are the code. */
export function tint(code: string, language: string): Piece[] {
  const rule = RULES[language];
  if (!rule) return [{ kind: "plain", text: code }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of code.matchAll(rule)) {
    if (match.index > end) pieces.push({ kind: "plain", text: code.slice(end, match.index) });
    pieces.push({ kind: kindOf(match[0], language), text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < code.length) pieces.push({ kind: "plain", text: code.slice(end) });
  return pieces;
}

function kindOf(text: string, language: string): Piece["kind"] {
  if (language === "json" && text.endsWith(":")) return "plain";
  return /^(#|\/\/)/.test(text) ? "comment" : "text";
}
