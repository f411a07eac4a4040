import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asYouType,
  type CountryCode,
  countryOf,
  formatInternational,
  isE164,
  listCountries,
  parseRecipient,
  type RecipientProblem,
} from "./phone";

/** Numbers from the Greek mobile ranges: every `+3069` with eight more digits. */
const greekMobile = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `+3069${String(n).padStart(8, "0")}`);

describe("isE164", () => {
  it.each([
    ["+306900000001", true],
    ["+306900000099", true],
    ["+302101234567", true],
    ["+447400123456", true],
    ["+12125550123", true],
    ["+390236618300", true],
    ["+883510012345678", true],
    ["306900000001", false],
    ["+30 690 000 0001", false],
    [" +306900000001", false],
    ["+306900000001\n", false],
    ["+3069000000012", false],
    ["+30690000000", false],
    ["+4407400123456", false],
    ["+306900000001x5", false],
    ["+٣٠٦٩٠٠٠٠٠٠٠١", false],
    ["+99912345678", false],
    ["+0123456789", false],
    ["+1234567890123456", false],
    ["+", false],
    ["", false],
  ])("%j: %j", (value, expected) => {
    expect(isE164(value)).toBe(expected);
  });

  it("takes every Greek mobile number", () => {
    fc.assert(fc.property(greekMobile, (value) => isE164(value)));
  });

  it("takes nothing but + and at most 15 digits", () => {
    fc.assert(fc.property(fc.string(), (value) => !isE164(value) || /^\+[1-9]\d{1,14}$/.test(value)));
  });
});

describe("parseRecipient", () => {
  it.each<[input: string, country: CountryCode | undefined, e164: string, found: string | null]>([
    ["+306900000001", undefined, "+306900000001", "GR"],
    ["  +30 690-000 (0001) ", undefined, "+306900000001", "GR"],
    ["\u202a+30 690 000 0001\u202c", undefined, "+306900000001", "GR"],
    ["+30\u00a0690\u2011000\u20110001", undefined, "+306900000001", "GR"],
    ["＋306900000001", undefined, "+306900000001", "GR"],
    ["690 000 0001", "GR", "+306900000001", "GR"],
    ["0030 690 000 0001", "GR", "+306900000001", "GR"],
    ["07400 123456", "GB", "+447400123456", "GB"],
    ["+447400123456", "GR", "+447400123456", "GB"],
    ["+44 (0)7400 123456", undefined, "+447400123456", "GB"],
    ["02 3661 8300", "IT", "+390236618300", "IT"],
    ["+883510012345678", undefined, "+883510012345678", null],
  ])("%j in %s is %s", (input, country, e164, found) => {
    expect(parseRecipient(input, country)).toMatchObject({ ok: true, e164, country: found });
  });

  it.each<[input: string, country: CountryCode | undefined, code: RecipientProblem, message: RegExp]>([
    ["", undefined, "empty", /^Enter/],
    [" \u200b\n", "GR", "empty", /^Enter/],
    ["6900000001", undefined, "not_international", /country code/],
    ["0030 690 000 0001", undefined, "not_international", /instead of 0 or 00/],
    ["+99912345678", "GR", "not_international", /country code/],
    ["+3069", undefined, "too_short", /too few digits for Greece/],
    ["69000", "GR", "too_short", /too few digits for Greece/],
    ["+88351001", undefined, "too_short", /for the country code \+883\.$/],
    ["+306900000001234", undefined, "too_long", /too many digits for Greece/],
    ["+12345678901234567890", undefined, "too_long", /at most 15 digits/],
    ["hello", "GR", "not_a_number", /not a phone number/],
    ["+", undefined, "not_a_number", /not a phone number/],
    ["call +306900000001 now", undefined, "not_a_number", /not a phone number/],
    ["+306900000001, +306900000002", undefined, "not_a_number", /not a phone number/],
    ["+306900000001 ext 5", undefined, "not_a_number", /extension/],
    ["+301234567890", undefined, "invalid_for_country", /Greece has no such numbers/],
    ["+15555555555", undefined, "invalid_for_country", /the country code \+1 has no such numbers/],
  ])("refuses %j in %s: %s", (input, country, code, message) => {
    expect(parseRecipient(input, country)).toEqual({ ok: false, code, message: expect.stringMatching(message) });
  });

  it("gives only E.164, which reads back as itself, grouped or not", () => {
    fc.assert(
      fc.property(greekMobile, (value) => {
        const formatted = formatInternational(value);
        expect(parseRecipient(value)).toEqual({ ok: true, e164: value, country: "GR", formatted });
        expect(parseRecipient(formatted)).toMatchObject({ ok: true, e164: value });
      }),
    );
  });

  it("answers anything that is typed, and never calls something else a valid number", () => {
    const typed = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."+0123456789 -()x;") }));
    fc.assert(
      fc.property(typed, fc.constantFrom<CountryCode | undefined>(undefined, "GR", "US"), (input, country) => {
        const parsed = parseRecipient(input, country);
        return parsed.ok ? isE164(parsed.e164) : parsed.message.endsWith(".");
      }),
    );
  });
});

describe("what is shown", () => {
  it.each([
    ["+306900000001", "GR"],
    ["+12125550123", "US"],
    ["+16045550123", "CA"],
    ["+77012345678", "KZ"],
    ["+80012345678", null],
    ["nonsense", null],
  ])("the country of %s is %s", (e164, country) => {
    expect(countryOf(e164)).toBe(country);
  });

  it("groups a number, and leaves alone what is none", () => {
    expect(formatInternational("+306900000001")).toBe("+30 690 000 0001");
    expect(formatInternational("nonsense")).toBe("nonsense");
  });

  it("formats while typing", () => {
    expect(asYouType("690000", "GR")).toBe("690 000");
    expect(asYouType("+30690000")).toBe("+30 690 000");
    expect(asYouType("")).toBe("");
  });

  it("lists every country once, by name", () => {
    const countries = listCountries();
    expect(countries).toContainEqual({ code: "GR", callingCode: "30", name: "Greece" });
    expect(countries.length).toBeGreaterThan(230);
    expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length);
    const names = countries.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
  });
});
