// The "min" metadata is enough: it knows every country's lengths and the general pattern of its numbers, at half the
// size of "max". What it leaves out, telling mobile from fixed lines, must not decide who can be sent an SMS: ported
// and fixed-line numbers receive them too, and in some countries (+1) the two cannot be told apart at all.
import {
  AsYouType,
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberFromString,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from "libphonenumber-js/min";

export type { CountryCode };

/** Why a recipient was refused. The codes are stable, the messages are for people. */
export type RecipientProblem =
  | "empty"
  | "not_international"
  | "too_short"
  | "too_long"
  | "not_a_number"
  | "invalid_for_country";

export type ParsedRecipient =
  | { ok: true; e164: string; country: string | null; formatted: string }
  | { ok: false; code: RecipientProblem; message: string };

/** One line of a country picker: ISO 3166-1 alpha-2 code, calling code without `+`, English name. */
export type CountryOption = { code: CountryCode; callingCode: string; name: string };

/** ITU-T E.164: `+`, a country code that does not start with 0, at most 15 digits, nothing else. */
const E164 = /^\+[1-9]\d{1,14}$/;

/** What copying from an address book brings along unseen: direction marks, zero-width characters, soft hyphens. */
const INVISIBLE = /\p{Cf}/gu;

let names: Intl.DisplayNames | undefined;

function nameOf(country: string): string {
  names ??= new Intl.DisplayNames("en", { type: "region" });
  return names.of(country) ?? country;
}

const RECENT = 512;
/** The numbers that were asked for last: whoever accepts or shows a message asks for its number more than once. */
const recent = new Map<string, PhoneNumber | undefined>();

function phoneOf(value: string): PhoneNumber | undefined {
  if (recent.has(value)) return recent.get(value);
  const phone = parsePhoneNumberFromString(value, { extract: false });
  if (recent.size >= RECENT) recent.clear();
  recent.set(value, phone);
  return phone;
}

/**
 * Whether the value is exactly a valid number in E.164 form (ITU-T E.164; validity by the numbering plan of its
 * country). No spaces, no trunk zero, no extension.
 */
export function isE164(value: string): boolean {
  if (!E164.test(value)) return false;
  const phone = phoneOf(value);
  return phone !== undefined && phone.number === value && phone.isValid();
}

/**
 * Reads a recipient as a person types or pastes it. Without a default country the number must start with `+`.
 * Expected refusals are returned, with a code and a sentence that names the rule.
 */
export function parseRecipient(input: string, defaultCountry?: CountryCode): ParsedRecipient {
  const text = input.replace(INVISIBLE, "").replace("＋", "+").trim();
  if (text === "") return refuse("empty", "Enter the recipient's number.");

  const options = defaultCountry === undefined ? { extract: false } : { defaultCountry, extract: false };
  let phone: PhoneNumber;
  try {
    phone = parsePhoneNumberWithError(text, options);
  } catch (error) {
    if (error instanceof ParseError) return refuseUnparsed(error.message, text);
    throw error;
  }

  if (phone.ext !== undefined)
    return refuse("not_a_number", "An extension cannot receive SMS: enter the number without it.");
  const place = phone.country === undefined ? `the country code +${phone.countryCallingCode}` : nameOf(phone.country);
  const length = validatePhoneNumberLength(text, options);
  if (length === "TOO_SHORT") return refuse("too_short", `The number has too few digits for ${place}.`);
  if (length === "TOO_LONG" || !E164.test(phone.number))
    return refuse("too_long", `The number has too many digits for ${place}.`);
  if (!phone.isValid()) return refuse("invalid_for_country", `The length is right, but ${place} has no such numbers.`);
  return { ok: true, e164: phone.number, country: phone.country ?? null, formatted: phone.formatInternational() };
}

function refuse(code: RecipientProblem, message: string): ParsedRecipient {
  return { ok: false, code, message };
}

function refuseUnparsed(reason: string, text: string): ParsedRecipient {
  if (reason === "TOO_SHORT") return refuse("too_short", "The number has too few digits.");
  if (reason === "TOO_LONG") return refuse("too_long", "A phone number has at most 15 digits, country code included.");
  if (reason === "INVALID_COUNTRY") {
    return text.startsWith("+")
      ? refuse("not_international", "No country has this country code: check the digits after +.")
      : refuse("not_international", "Start with + and the country code, like +30, instead of 0 or 00.");
  }
  return refuse("not_a_number", "This is not a phone number: use digits, spaces, hyphens and a leading +.");
}

/** ISO 3166-1 alpha-2 country of an E.164 number; null when it has none (satellite, +800) or is not a number. */
export function countryOf(e164: string): string | null {
  return phoneOf(e164)?.country ?? null;
}

/** The number grouped as its country writes it, like `+30 690 000 0001`; what is not a number comes back as it is. */
export function formatInternational(e164: string): string {
  return phoneOf(e164)?.formatInternational() ?? e164;
}

/** Every country with a calling code, by English name in alphabetical order. */
export function listCountries(): CountryOption[] {
  return getCountries()
    .map((code) => ({ code, callingCode: getCountryCallingCode(code), name: nameOf(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** Groups the digits typed so far as the country (or the `+` code already typed) writes them. */
export function asYouType(input: string, country?: CountryCode): string {
  return new AsYouType(country).input(input);
}
