import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameCharacter } from "./character-names";

describe("nameCharacter", () => {
  it.each([
    ["’", "U+2019 RIGHT SINGLE QUOTATION MARK"],
    ["“", "U+201C LEFT DOUBLE QUOTATION MARK"],
    ["–", "U+2013 EN DASH"],
    ["…", "U+2026 HORIZONTAL ELLIPSIS"],
    ["\u00a0", "U+00A0 NO-BREAK SPACE"],
    ["\u200b", "U+200B ZERO WIDTH SPACE"],
    ["`", "U+0060 GRAVE ACCENT"],
    ["\t", "U+0009 CHARACTER TABULATION"],
    ["α", "U+03B1 GREEK SMALL LETTER ALPHA"],
    ["Ώ", "U+038F GREEK CAPITAL LETTER OMEGA WITH TONOS"],
    ["ΐ", "U+0390 GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS"],
    ["ς", "U+03C2 GREEK SMALL LETTER FINAL SIGMA"],
    ["λ", "U+03BB GREEK SMALL LETTER LAMDA"],
    ["ç", "U+00E7 LATIN SMALL LETTER C WITH CEDILLA"],
    ["Œ", "U+0152 LATIN CAPITAL LIGATURE OE"],
    ["ẞ", "U+1E9E LATIN CAPITAL LETTER SHARP S"],
    ["ậ", "U+1EAD LATIN SMALL LETTER A WITH CIRCUMFLEX AND DOT BELOW"],
    ["ṩ", "U+1E69 LATIN SMALL LETTER S WITH DOT BELOW AND DOT ABOVE"],
    ["Щ", "U+0429 CYRILLIC CAPITAL LETTER SHCHA"],
    ["й", "U+0439 CYRILLIC SMALL LETTER SHORT I"],
    ["\u2126", "U+2126 OHM SIGN"],
    ["\u212b", "U+212B (Letterlike Symbols)"],
    ["\u03f4", "U+03F4 (Greek and Coptic)"],
    ["ἀ", "U+1F00 (Greek Extended)"],
    ["😀", "U+1F600 (Emoticons)"],
    ["🚀", "U+1F680 (Transport and Map Symbols)"],
    ["中", "U+4E2D (CJK Unified Ideographs)"],
    ["\ud83d", "U+D83D (unpaired surrogate)"],
    ["\u{10ffff}", "U+10FFFF"],
  ])("%j is %s", (char, name) => {
    expect(nameCharacter(char)).toBe(name);
  });

  it("always begins with the code", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), (char) => {
        const code = nameCharacter(char).match(/^U\+([0-9A-F]{4,6})(?: .+)?$/)?.[1] ?? "";
        expect(String.fromCodePoint(Number.parseInt(code, 16))).toBe(char);
      }),
    );
  });
});
