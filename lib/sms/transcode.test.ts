import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGsm } from "./alphabet";
import { countSegments } from "./segments";
import { anyText, gsmText } from "./testing/arbitrary-text";
import { transcode } from "./transcode";

describe("transcode", () => {
  it.each([
    ["Greek", "Καλημέρα, η παραγγελία σας είναι έτοιμη;", "KAΛHMEPA, H ΠAPAΓΓEΛIA ΣAΣ EINAI ETOIMH;"],
    ["Greek alphabet", "αβγδεζηθικλμνξοπρσςτυφχψω", "ABΓΔEZHΘIKΛMNΞOΠPΣΣTYΦXΨΩ"],
    ["Greek capitals", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "ABΓΔEZHΘIKΛMNΞOΠPΣTYΦXΨΩ"],
    ["Greek accents", "άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ", "AEHIOYΩIYIYAEHIOYΩIY"],
    ["polytonic Greek", "ἀρχῇ", "APXH"],
    ["Greek question mark and ano teleia", "ω\u037e ω\u0387", "Ω; Ω."],
    ["French", "Ça coûte où? «Dès l’été», Noël, cœur, façade", 'Ça coute où? "Dès l\'été", Noel, coeur, facade'],
    ["Italian", "Perché è così? È città, più", "Perché è così? E città, più"],
    ["German", "„Grüße aus Köln“ – ẞ", '"Grüße aus Köln" - SS'],
    ["Spanish", "¿Dónde está mi camión? Mañana, según", "¿Donde esta mi camion? Mañana, segun"],
    ["Polish", "Zażółć gęślą jaźń", "Zazolc gesla jazn"],
    ["Czech", "Příliš žluťoučký kůň", "Prilis zlutoucky kun"],
    ["Turkish", "İyi günler, ışık şöyle", "Iyi günler, isik söyle"],
    ["Vietnamese", "Nguyễn Đậu", "Nguyen Dau"],
    ["Icelandic", "Þórður ætlar", "Thordur ætlar"],
    ["composed where GSM-7 has it", "e\u0301 u\u0308 n\u0303 A\u030a", "é ü ñ Å"],
    ["quotes and dashes", "‘a’ “b” ‹c› — − ‑", "'a' \"b\" 'c' - - -"],
    ["ellipsis and bullet", "wait… • one", "wait... * one"],
    ["spaces", "a\u00a0b\u202fc\u2009d\te\u3000f", "a b c d e f"],
    ["line separators", "a\u2028b\u2029c", "a\nb\nc"],
    ["invisible characters", "a\u200bb\u00adc\ufeffd\u202ae\u202c", "abcde"],
    ["compatibility forms", "ﬁn Ａ１ ™ № 𝐛", "fin A1 TM No b"],
    ["signs", "5 µg, 20 °C, 3×4 ±1 ≤ ©", "5 ug, 20 oC, 3x4 +/-1 <= (C)"],
  ])("%s", (_, text, expected) => {
    expect(transcode(text)).toBe(expected);
    expect(isGsm(expected)).toBe(true);
  });

  it.each([
    ["emoji", "😀 👍🏽 👨‍👩‍👧 🇬🇷 ❤️ 1️⃣"],
    ["other scripts", "中文 한국어 привет й שלום مرحبا"],
    ["what would change an amount", "10² 1½ ① ㎡"],
    ["what would say the opposite", "a ≠ b, a =\u0338 b, n\u0336o\u0336"],
    ["broken surrogates", "\ud83d \ude00"],
  ])("leaves %s", (_, text) => {
    expect(transcode(text)).toBe(text);
  });

  it("rewrites around what stays", () => {
    expect(transcode("Γειά σου 😀…")).toBe("ΓEIA ΣOY 😀...");
  });

  it("does not grow a text into one more segment", () => {
    expect(transcode("…".repeat(70))).toBe("…".repeat(70));
    expect(transcode(`${"ά".repeat(69)}…`)).toBe(`${"A".repeat(69)}...`);
    expect(transcode(`😀${"ά".repeat(67)}…`)).toBe(`😀${"A".repeat(67)}…`);
  });

  it("settles when a dropped character brings its neighbours together", () => {
    const once = transcode(`${"中".repeat(62)}©©œ\u00ad\u20e3`);
    expect(transcode(once)).toBe(once);
  });

  it("leaves GSM-7 text as it is", () => {
    fc.assert(fc.property(gsmText, (text) => transcode(text) === text));
  });

  it("never takes more segments", () => {
    fc.assert(
      fc.property(anyText, (text) => countSegments(transcode(text)).segments <= countSegments(text).segments),
      {
        numRuns: 500,
      },
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = transcode(text);
        expect(transcode(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it("makes modern Greek text GSM-7", () => {
    const greek = fc.string({
      unit: fc.constantFrom(..."αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΆΈΉΊΌΎΏ «»’.,0 \n"),
      maxLength: 400,
    });
    fc.assert(fc.property(greek, (text) => isGsm(transcode(text))));
  });
});
