import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGsm } from "./alphabet";
import { offenders } from "./offenders";
import { anyText, gsmText } from "./testing/arbitrary-text";

describe("offenders", () => {
  it("tells each with its name and place, repetitions included", () => {
    expect(offenders("It’s 5 o’clock €")).toEqual([
      { char: "’", name: "U+2019 RIGHT SINGLE QUOTATION MARK", index: 2 },
      { char: "’", name: "U+2019 RIGHT SINGLE QUOTATION MARK", index: 8 },
    ]);
  });

  it("counts places in UTF-16 code units", () => {
    expect(offenders("😀a…").map(({ index }) => index)).toEqual([0, 3]);
  });

  it("takes a lone surrogate for itself", () => {
    expect(offenders("a\ud83d")).toEqual([{ char: "\ud83d", name: "U+D83D (unpaired surrogate)", index: 1 }]);
  });

  it("finds none in GSM-7 text", () => {
    fc.assert(fc.property(gsmText, (text) => offenders(text).length === 0));
  });

  it("finds some exactly when the text is not GSM-7, where it says they are", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = offenders(text);
        expect(found.length === 0).toBe(isGsm(text));
        for (const { char, index } of found) expect(text.slice(index, index + char.length)).toBe(char);
        const rest = [...text].filter((char) => !found.some((offender) => offender.char === char));
        expect(isGsm(rest.join(""))).toBe(true);
      }),
    );
  });
});
