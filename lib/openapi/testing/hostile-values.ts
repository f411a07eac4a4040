import fc from "fast-check";

/** Values that no sensible caller sends, as arbitraries. Pure. */

const NESTED = [50, 2_000, 30_000];

/** Times and ids that have the right form, or nearly, and that not everybody takes. */
export const hostileTimes = fc.constantFrom(
  ...["0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z"],
  ...["2026-03-02T09:00:00+23:59", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31T23:59:59Z"],
  ...["2026-03-02T24:00:00Z", "2026-03-02T09:00:00.123456789123Z", "2026-06-30T23:59:60Z", "infinity", "now", "epoch"],
  ...["10889-08-02T05:31:50.656Z", "+010889-08-02T05:31:50.656Z", "-000001-01-01T00:00:00Z", "2026-03-02T09:00Z"],
);

/** Text that something on the way may take for more than text. */
export const hostileText = fc.oneof(
  fc.constantFrom("\u0000", "a\u0000b", "\ud800", "\udc00x", "x\ud83d"),
  fc.constantFrom(
    ...["", " ", "\ufffe", "\ufeff", "\u202e", "\u2028", "\r\n"],
    ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "length"],
    ...["'", '"', "\\", "`", "';--", "' or 1=1 --", "1; drop table messages", "$1", "$$", "%", "_", "%s%n", "\\x00"],
    ...["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{constructor}}", "{{__proto__}}", "[~x]"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: templates of other languages are what is tried here.
    ...["${7*7}", "${jndi:ldap://127.0.0.1/x}", "../../../../etc/passwd", "..\\..\\x", "file:///etc/passwd"],
    ...["null", "undefined", "NaN", "Infinity", "-0", "0x10", "1e999", "true", "[object Object]"],
    ...["+306900000001\u0000", "+३०६९", "00306900000001", "+1".padEnd(40, "2"), "http://[", "http://127.0.0.1:1/%00"],
    ...["http://169.254.169.254/", "https://[::1]:99999/", "javascript:alert(1)", "https://127.0.0.1:1/\ud800"],
    ...["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "x".repeat(37)],
  ),
  fc.constantFrom(1_000, 5_000, 60_000).map((length) => "x".repeat(length)),
  fc.constantFrom("é", "😀", "\ud800", "a\u0301", "\\", '"', "\u0000").map((unit) => unit.repeat(400)),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => units.map((unit) => String.fromCharCode(unit)).join("")),
);

/** JSON that its writer cannot spell, within a text of JSON: `written` puts it in its place. */
const raw = (text: string) => `\u{10ffff}${Buffer.from(text).toString("base64")}\u{10ffff}`;

/** A value as JSON. */
export function written(value: unknown): string {
  return (JSON.stringify(value) ?? "").replace(/"\u{10ffff}([A-Za-z0-9+/=]*)\u{10ffff}"/gu, (_, base64: string) =>
    Buffer.from(base64, "base64").toString(),
  );
}

const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e-7, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, Number.MAX_VALUE, Number.MIN_VALUE),
  fc.constantFrom("1e999", "-1e999", "1e-999", "9".repeat(400), "0.".padEnd(300, "3")).map(raw),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const nested = fc
  .constantFrom(...NESTED)
  .chain((depth) =>
    fc.constantFrom(
      raw("[".repeat(depth) + "]".repeat(depth)),
      raw(`${'{"a":'.repeat(depth / 2)}1${"}".repeat(depth / 2)}`),
    ),
  );

const oddObject = fc.constantFrom(
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"toString":1}'].map(raw),
  ...['{"then":"x","length":-1}', '{"a":1,"a":2}', '{"":{"":""}}', '{"toJSON":null}', '{"\\u0000":"\\ud800"}'].map(raw),
);

/** JSON of the wrong type, size or shape. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]], [{}], [""]) },
  { weight: 2, arbitrary: oddObject },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

/** A text as it may stand in an address, also with escapes that mean nothing. */
export const hostilePiece = fc.oneof(
  {
    weight: 2,
    arbitrary: hostileText.map((text) => encodeURIComponent(text.slice(0, 6_000).toWellFormed())),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...["%00", "a%00b", "%", "%f", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%2e%2e", "..%2f..%2f", "%2F", "%5c", ";a=b"],
      ...["%0d%0aset-cookie:%20a=b", "*", "~", "%252f", "@", "a+b", "'", "[x]", "(x)", "%20", "x".repeat(4_000)],
    ),
  },
);

/** Bytes that are not, or hardly, JSON. @param text what they are made from */
export const hostileBytes = (text: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc
      .constantFrom(
        ...[
          "",
          " ",
          "null",
          "[]",
          "{}",
          "0",
          '""',
          "{",
          "}",
          "[1,]",
          "{'a':1}",
          "NaN",
          "Infinity",
          "undefined",
          "\u0000",
        ],
        ...["//x", "<xml/>", "a=b&c=d", '{"a":1}{"b":2}', `\ufeff${text}`, `${text},`, `${text}${text}`, `[${text}]`],
        ...[...NESTED.map((depth) => "[".repeat(depth)), "[".repeat(30_000) + "]".repeat(30_000)],
        ...[`{"a":${"1".repeat(60_000)}}`, "x".repeat(70_000)],
      )
      .map((bytes) => Buffer.from(bytes)),
    fc.nat(text.length).map((end) => Buffer.from(text.slice(0, end))),
    fc
      .tuple(fc.nat(text.length), fc.constantFrom([0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8], [0], [0xe2, 0x82]))
      .map(([at, bytes]) =>
        Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(bytes), Buffer.from(text.slice(at))]),
      ),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  );

/** What broke something once, or does elsewhere: tried in every place of every request, not left to chance. */
export const CLASSICS: readonly unknown[] = [
  ...["a\u0000b", "\ud800", "0000-01-01T00:00:00Z", "2026-03-02T09:00:00+23:59", "__proto__", "' or 1=1 --"],
  ...['{"toString":1}', '{"__proto__":{"polluted":true}}', "1e999", "[".repeat(30_000) + "]".repeat(30_000)].map(raw),
];
