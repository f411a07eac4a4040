import { nameBlock } from "./block-names";
import { nameLetter } from "./letter-names";
import { PUNCTUATION_NAMES } from "./punctuation-names";

/**
 * Code and name of one character, like `U+2019 RIGHT SINGLE QUOTATION MARK` (names of the Unicode Character Database).
 * Outside the small tables kept here the name of the block stands in, like `U+1F600 (Emoticons)`, else the code alone.
 */
export function nameCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const shown = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = PUNCTUATION_NAMES.get(code) ?? nameLetter(char);
  if (name !== null) return `${shown} ${name}`;
  const block = nameBlock(code);
  return block === null ? shown : `${shown} (${block})`;
}
