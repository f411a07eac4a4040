import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { septetsOf } from "./alphabet";
import { offenders } from "./offenders";
import { countSegments, SEGMENT_SIZES } from "./segments";
import { anyText, gsmText } from "./testing/arbitrary-text";

const a = (count: number) => "a".repeat(count);
const alpha = (count: number) => "α".repeat(count);

describe("countSegments in GSM-7", () => {
  it.each<[what: string, text: string, units: number, segments: number, remaining: number]>([
    ["nothing", "", 0, 0, 160],
    ["one character", "a", 1, 1, 159],
    ["159", a(159), 159, 1, 1],
    ["160", a(160), 160, 1, 0],
    ["161", a(161), 161, 2, 145],
    ["158 and a euro", `${a(158)}€`, 160, 1, 0],
    ["159 and a euro", `${a(159)}€`, 161, 2, 145],
    ["80 euros", "€".repeat(80), 160, 1, 0],
    ["81 euros", "€".repeat(81), 162, 2, 143],
    ["305", a(305), 305, 2, 1],
    ["306", a(306), 306, 2, 0],
    ["307", a(307), 307, 3, 152],
    ["458", a(458), 458, 3, 1],
    ["459", a(459), 459, 3, 0],
    ["460", a(460), 460, 4, 152],
    ["a euro that ends a segment", `${a(151)}€${a(153)}`, 306, 2, 0],
    ["a euro across the boundary", `${a(152)}€${a(152)}`, 306, 3, 152],
    ["a euro across the second boundary", `${a(305)}€`, 307, 3, 151],
    ["160 euros", "€".repeat(160), 320, 3, 137],
    ["1,600 characters", a(1600), 1600, 11, 83],
    ["1,600 euros", "€".repeat(1600), 3200, 22, 145],
    ["CR LF", `${a(158)}\r\n`, 160, 1, 0],
    ["form feed", `${a(159)}\f`, 161, 2, 145],
  ])("%s", (_, text, units, segments, remaining) => {
    const perSegment = units > 160 ? 153 : 160;
    expect(countSegments(text)).toMatchObject({ encoding: "GSM-7", units, segments, remaining, perSegment });
  });

  it("moves a whole escape pair to the next segment", () => {
    expect(countSegments(`${a(152)}€${a(10)}`).parts).toEqual([a(152), `€${a(10)}`]);
    expect(countSegments("[".repeat(160)).parts.map((part) => part.length)).toEqual([76, 76, 8]);
  });
});

describe("countSegments in UCS-2", () => {
  it.each<[what: string, text: string, characters: number, units: number, segments: number, remaining: number]>([
    ["one character", "α", 1, 1, 1, 69],
    ["69", alpha(69), 69, 69, 1, 1],
    ["70", alpha(70), 70, 70, 1, 0],
    ["71", alpha(71), 71, 71, 2, 63],
    ["134", alpha(134), 134, 134, 2, 0],
    ["135", alpha(135), 135, 135, 3, 66],
    ["a euro takes one unit here", `${alpha(69)}€`, 70, 70, 1, 0],
    ["35 emoji", "😀".repeat(35), 35, 70, 1, 0],
    ["36 emoji", "😀".repeat(36), 36, 72, 2, 61],
    ["an emoji that ends a segment", `${a(65)}😀${a(67)}`, 133, 134, 2, 0],
    ["an emoji across the boundary", `${a(66)}😀${a(66)}`, 133, 134, 3, 66],
    ["an emoji at 69", `${alpha(69)}😀`, 70, 71, 2, 63],
    ["a combining accent", "e\u0301", 2, 2, 1, 68],
    ["a family", "👨‍👩‍👧", 5, 8, 1, 62],
    ["a flag", "🇬🇷", 2, 4, 1, 66],
    ["a lone high surrogate", "\ud83d", 1, 1, 1, 69],
    ["a lone low surrogate", `${a(70)}\ude00`, 71, 71, 2, 63],
    ["surrogates the wrong way round", "\ude00\ud83d", 2, 2, 1, 68],
    ["1,600 characters", alpha(1600), 1600, 1600, 24, 8],
    ["1,600 emoji", "😀".repeat(1600), 1600, 3200, 49, 35],
  ])("%s", (_, text, characters, units, segments, remaining) => {
    const perSegment = segments > 1 ? 67 : 70;
    expect(countSegments(text)).toMatchObject({
      encoding: "UCS-2",
      characters,
      units,
      segments,
      remaining,
      perSegment,
    });
  });

  it("moves a whole surrogate pair to the next segment", () => {
    expect(countSegments(`${a(66)}😀${a(10)}`).parts).toEqual([a(66), `😀${a(10)}`]);
  });

  it("may leave a combining accent to the next segment", () => {
    expect(countSegments(`${a(67)}\u0301bcde`).parts).toEqual([a(67), "\u0301bcde"]);
  });
});

describe("any text", () => {
  it("is its parts, joined", () => {
    fc.assert(fc.property(anyText, (text) => countSegments(text).parts.join("") === text));
  });

  it("has as many parts as segments, each within the limit and none empty", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, segments, parts, perSegment, units, remaining } = countSegments(text);
        const sizes = parts.map((part) =>
          encoding === "UCS-2" ? part.length : [...part].reduce((sum, char) => sum + septetsOf(char), 0),
        );
        expect(parts).toHaveLength(segments);
        expect(perSegment).toBe(SEGMENT_SIZES[encoding][segments > 1 ? "joined" : "single"]);
        for (const size of sizes) expect(size > 0 && size <= perSegment).toBe(true);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(units);
        expect(remaining).toBe(perSegment - (sizes.at(-1) ?? 0));
      }),
    );
  });

  it("is never cut inside a surrogate pair", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [at, part] of countSegments(text).parts.slice(1).entries()) {
          const before = countSegments(text).parts[at] ?? "";
          expect(/[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(part)).toBe(false);
        }
      }),
    );
  });

  it("fills a segment before it begins the next", () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        const { parts, perSegment } = countSegments(text);
        for (const [at, part] of parts.slice(0, -1).entries()) {
          const [next = ""] = parts[at + 1] ?? "";
          const size = [...`${part}${next}`].reduce((sum, char) => sum + septetsOf(char), 0);
          expect(size).toBeGreaterThan(perSegment);
        }
      }),
    );
  });

  it("never takes fewer segments when something is appended", () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        (text, more) => countSegments(text + more).segments >= countSegments(text).segments,
      ),
    );
  });

  it("is GSM-7 exactly when it has no offenders", () => {
    fc.assert(
      fc.property(anyText, (text) => (countSegments(text).encoding === "GSM-7") === (offenders(text).length === 0)),
    );
  });
});
