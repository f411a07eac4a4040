import { nameCharacter } from "./character-names";

/** Routee's limits: at most 11 characters when there are letters, at most 16 digits when there are only digits. */
export const SENDER_ID_LIMITS = { alphanumeric: 11, digits: 16 } as const;

/** Letters A to Z, digits and spaces: what Routee documents for a sender ID. All of them are GSM-7 and ASCII. */
const DOCUMENTED = /^[A-Za-z0-9 ]$/;

/**
 * Why Routee would refuse this sender ID, in one sentence; null when it is fine. The rules are Routee's: digits only
 * up to 16 (a rented number is written without `+`), or 1 to 11 letters, digits and spaces.
 */
export function senderIdProblem(value: string): string | null {
  if (value.trim() === "") return "Enter a sender ID: up to 11 letters and digits, or a number of up to 16 digits.";
  if (/^\s*\+[\d\s().-]*$/.test(value)) return "A number as sender ID is written without the +.";
  if (senderIdKind(value) === "numeric") {
    return value.length > SENDER_ID_LIMITS.digits ? "A number as sender ID has at most 16 digits." : null;
  }
  const foreign = [...value].find((char) => !DOCUMENTED.test(char));
  if (foreign !== undefined)
    return `A sender ID has only the letters A to Z, digits and spaces: ${show(foreign)} is not one of them.`;
  if (value.length > SENDER_ID_LIMITS.alphanumeric) {
    return /[A-Za-z]/.test(value)
      ? "A sender ID with letters has at most 11 characters."
      : "A number as sender ID is written without spaces.";
  }
  return null;
}

/** Numeric when it has digits only (people can reply to it), else alphanumeric. Says nothing about validity. */
export function senderIdKind(value: string): "alphanumeric" | "numeric" {
  return /^[0-9]+$/.test(value) ? "numeric" : "alphanumeric";
}

/** The code and name are given too because a Greek or Cyrillic letter can look exactly like a Latin one. */
function show(char: string): string {
  if (/^[!-~]$/.test(char)) return `“${char}”`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(char) ? `“${char}” (${nameCharacter(char)})` : nameCharacter(char);
}
