import type { Json } from "./operations";

/** How the languages write a text or an object. Every result is one literal, whatever the text holds. Pure. */

/** What a source file must not hold as it is: controls, other line ends, and what turns the reading direction. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const hex = (char: string, digits: number) => (char.codePointAt(0) ?? 0).toString(16).padStart(digits, "0");

/** Takes a text apart by characters. @param escapes what stands for those that cannot stand for themselves. */
function escaped(text: string, special: RegExp, unsafe: (char: string) => string): string {
  return [...text]
    .map((char) => {
      if (special.test(char)) return `\\${char}`;
      return UNSAFE.test(char) ? (SHORT[char] ?? unsafe(char)) : char;
    })
    .join("");
}

/** JavaScript, Python and C#: `\uXXXX` for what is unsafe. */
export function quoted(text: string): string {
  return `"${escaped(text, /["\\]/, (char) => `\\u${hex(char, 4)}`)}"`;
}

/** Ruby, where `#{…}`, `#$…` and `#@…` would be run. */
export function rubyText(text: string): string {
  return `"${escaped(text, /["\\#]/, (char) => `\\u${hex(char, 4)}`)}"`;
}

/** PHP: single quotes hold everything but themselves; only unsafe characters need the double ones. */
export function phpText(text: string): string {
  if (!UNSAFE.test(text)) return `'${text.replace(/['\\]/g, "\\$&")}'`;
  return `"${escaped(text, /["\\$]/, (char) => `\\u{${hex(char, 1)}}`)}"`;
}

/** C and its kin have `\uXXXX` only from U+00A0 on; U+0080 to U+009F are no danger to them as they are. */
const octal = (char: string) => {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\${code.toString(8).padStart(3, "0")}`;
  return code < 0xa0 ? char : `\\u${hex(char, 4)}`;
};

/** Objective-C. `??` would begin a trigraph where those are still read. */
export function objcText(text: string): string {
  return `@"${escaped(text, /["\\]/, octal).replaceAll("??", "?\\?")}"`;
}

/** Java, which reads `\uXXXX` before anything else, so that a line end written like that would be one. */
export function javaText(text: string): string {
  return `"${escaped(text, /["\\]/, octal)}"`;
}

/** A Java text block. @param indent the spaces before each of its lines. */
export function javaBlock(text: string, indent: string): string {
  const lines = text.split("\n").map((line) => indent + line.replaceAll("\\", "\\\\"));
  return `"""\n${lines.join("\n").replaceAll('"""', '""\\"')}"""`;
}

/** A word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** JSON to be read by people, safe in any source file. */
export function prettyJson(value: Json): string {
  return [...JSON.stringify(value, null, 2)]
    .map((char) => (char !== "\n" && UNSAFE.test(char) ? `\\u${hex(char, 4)}` : char))
    .join("");
}

/** How a language writes an object. */
export interface ObjectStyle {
  open: string;
  close: string;
  pair: (name: string, value: string) => string;
  text: (text: string) => string;
  yes: string;
  no: string;
  /** Spaces of one step. */
  step: number;
  number?: (value: number) => string;
}

/** A value as a literal of a language. @param depth how many steps its first line is indented. */
export function literal(value: Json, style: ObjectStyle, depth = 0): string {
  if (typeof value === "string") return style.text(value);
  if (typeof value === "boolean") return value ? style.yes : style.no;
  if (typeof value === "number") return style.number?.(value) ?? String(value);
  const pad = " ".repeat(style.step * (depth + 1));
  const lines = Object.entries(value).map(
    ([name, inner]) => `${pad}${style.pair(name, literal(inner, style, depth + 1))},`,
  );
  return `${style.open}\n${lines.join("\n")}\n${" ".repeat(style.step * depth)}${style.close}`;
}
