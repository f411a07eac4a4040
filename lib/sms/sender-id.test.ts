import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGsm } from "./alphabet";
import { senderIdKind, senderIdProblem } from "./sender-id";

describe("senderIdProblem", () => {
  it.each(["K", "Kiosk", "My Shop 24", "ABCDEFGHIJK", "1", "306900000001", "1234567890123456", "24 7"])(
    "takes %j",
    (value) => {
      expect(senderIdProblem(value)).toBeNull();
    },
  );

  it.each([
    ["", /^Enter a sender ID/],
    ["   ", /^Enter a sender ID/],
    ["+306900000001", /without the \+/],
    ["+30 690 000 0001", /without the \+/],
    ["+", /without the \+/],
    ["12345678901234567", /at most 16 digits/],
    ["ABCDEFGHIJKL", /at most 11 characters/],
    ["690 000 0001", /without spaces/],
    ["Shop&Co", /“&” is not/],
    ["Shop_1", /“_” is not/],
    ["+Shop", /“\+” is not/],
    ["Café", /“é” \(U\+00E9 LATIN SMALL LETTER E WITH ACUTE\)/],
    ["Κiosk", /“Κ” \(U\+039A GREEK CAPITAL LETTER KAPPA\)/],
    ["Shop😀", /“😀” \(U\+1F600 \(Emoticons\)\)/],
    ["A\u00a0B", /: U\+00A0 NO-BREAK SPACE is/],
    ["A\nB", /: U\+000A \(control character\) is/],
    ["٣٠٦", /ARABIC|Arabic/],
  ])("refuses %j", (value, message) => {
    expect(senderIdProblem(value)).toMatch(message);
  });

  it("takes only what is ASCII, GSM-7 and within Routee's lengths", () => {
    const typed = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(..."Aa0 9+é"), maxLength: 20 }),
    );
    fc.assert(
      fc.property(typed, (value) => {
        if (senderIdProblem(value) !== null) return;
        expect(value).toMatch(/^(?=.*[A-Za-z0-9])[A-Za-z0-9 ]{1,11}$|^[0-9]{1,16}$/);
        expect(isGsm(value)).toBe(true);
      }),
    );
  });

  it("takes all letters, digits and spaces up to the limits", () => {
    const inner = fc.string({ unit: fc.constantFrom(..."ABCXYZabcxyz0189 "), maxLength: 10 });
    fc.assert(fc.property(inner, (rest) => senderIdProblem(`A${rest}`) === null));
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 16 });
    fc.assert(fc.property(digits, (value) => senderIdProblem(value) === null));
  });
});

describe("senderIdKind", () => {
  it.each([
    ["306900000001", "numeric"],
    ["Kiosk", "alphanumeric"],
    ["24 7", "alphanumeric"],
    ["+30690", "alphanumeric"],
    ["", "alphanumeric"],
  ])("%j is %s", (value, kind) => {
    expect(senderIdKind(value)).toBe(kind);
  });
});
