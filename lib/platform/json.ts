/** Far deeper than anything that is asked or told of an SMS. */
const MAX_DEPTH = 100;

/**
 * Parses JSON from outside. What is nested deeper than 100 is refused before it is parsed: 30 MB of brackets would take
 * a gigabyte, and what has thousands of levels cannot be written out again, since JSON.stringify calls itself.
 * @throws {SyntaxError} when the text is no JSON, or nested too deeply.
 */
export function parseOutsideJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError("The JSON is nested too deeply.");
  return JSON.parse(text) as unknown;
}

/** Whether a character comes more than so many times, which is found much faster than how deep it goes. */
function hasMany(text: string, character: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1)) count += 1;
  return count > most;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];

function isTooDeep(text: string): boolean {
  if (!hasMany(text, "{", MAX_DEPTH / 2) && !hasMany(text, "[", MAX_DEPTH / 2)) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) inText = !inText;
    else if (inText) at += unit === BACKSLASH ? 1 : 0;
    else if (OPENING.includes(unit)) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (CLOSING.includes(unit)) depth -= 1;
  }
  return false;
}
