import { describe, expect, it } from "vitest";
import { DEFAULT_ALPHABET, EXTENSION_TABLE, isGsm, septetsOf } from "./alphabet";

describe("the default alphabet", () => {
  it("has 128 different codes", () => {
    expect(DEFAULT_ALPHABET).toHaveLength(128);
    expect(new Set(DEFAULT_ALPHABET).size).toBe(128);
  });

  it.each([
    [0x00, "@"],
    [0x02, "$"],
    [0x09, "Ç"],
    [0x0a, "\n"],
    [0x0d, "\r"],
    [0x10, "Δ"],
    [0x11, "_"],
    [0x1a, "Ξ"],
    [0x1b, "\u001b"],
    [0x1f, "É"],
    [0x20, " "],
    [0x24, "¤"],
    [0x3f, "?"],
    [0x40, "¡"],
    [0x5a, "Z"],
    [0x5f, "§"],
    [0x60, "¿"],
    [0x7a, "z"],
    [0x7f, "à"],
  ])("has code %i for %j", (code, char) => {
    expect(DEFAULT_ALPHABET[code]).toBe(char);
  });

  it("agrees with ASCII where 3GPP TS 23.038 does", () => {
    for (let code = 0x20; code < 0x7f; code++) {
      const char = String.fromCharCode(code);
      const differs = "$@[\\]^_`{|}~".includes(char);
      expect(DEFAULT_ALPHABET[code] === char).toBe(!differs);
    }
  });
});

describe("septetsOf", () => {
  it("is 1 for the default alphabet, 2 for the extension table", () => {
    for (const char of DEFAULT_ALPHABET) expect(septetsOf(char)).toBe(char === "\u001b" ? 0 : 1);
    expect([...EXTENSION_TABLE.keys()].join("")).toBe("\f^{}\\[~]|€");
    for (const char of EXTENSION_TABLE.keys()) expect(septetsOf(char)).toBe(2);
  });

  it.each([
    "ç",
    "á",
    "Α",
    "α",
    "`",
    "’",
    "\u00a0",
    "\t",
    "\u001b",
    "\u0000",
    "😀",
    "\ud83d",
    "Ω" + "\u0301",
    "",
    "ab",
    "\u2126",
  ])("is 0 for %j", (char) => {
    expect(septetsOf(char)).toBe(0);
  });
});

describe("isGsm", () => {
  it.each([
    ["", true],
    ["Your table is ready @ 20:00!\r\n", true],
    ["{[~€^|\\]}\f", true],
    ["ΓΔΘΛΞΠΣΦΨΩ", true],
    ["ΑΒΓ", false],
    ["It’s", false],
    ["e\u0301", false],
    ["\u001b", false],
  ])("%j: %j", (text, expected) => {
    expect(isGsm(text)).toBe(expected);
  });
});
