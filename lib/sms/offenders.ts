import { isGsm, septetsOf } from "./alphabet";
import { nameCharacter } from "./character-names";

/** A character that GSM-7 does not have. `index` is where it begins, in UTF-16 code units. */
export type Offender = { char: string; name: string; index: number };

/** Every character that forces the text into UCS-2, in order, repetitions included. None when the text is GSM-7. */
export function offenders(text: string): Offender[] {
  if (isGsm(text)) return [];
  const found: Offender[] = [];
  let index = 0;
  for (const char of text) {
    if (septetsOf(char) === 0) found.push({ char, name: nameCharacter(char), index });
    index += char.length;
  }
  return found;
}
