/** Combining marks as Unicode writes them in the names of accented Latin letters. */
const LATIN_MARKS: ReadonlyMap<string, string> = new Map([
  ["\u0300", "GRAVE"],
  ["\u0301", "ACUTE"],
  ["\u0302", "CIRCUMFLEX"],
  ["\u0303", "TILDE"],
  ["\u0304", "MACRON"],
  ["\u0306", "BREVE"],
  ["\u0307", "DOT ABOVE"],
  ["\u0308", "DIAERESIS"],
  ["\u0309", "HOOK ABOVE"],
  ["\u030a", "RING ABOVE"],
  ["\u030b", "DOUBLE ACUTE"],
  ["\u030c", "CARON"],
  ["\u031b", "HORN"],
  ["\u0323", "DOT BELOW"],
  ["\u0326", "COMMA BELOW"],
  ["\u0327", "CEDILLA"],
  ["\u0328", "OGONEK"],
]);

/** Latin letters that are not a plain letter with marks, by their lower case. */
const LATIN_OTHERS: ReadonlyMap<string, string> = new Map([
  ["æ", "LETTER AE"],
  ["ð", "LETTER ETH"],
  ["ø", "LETTER O WITH STROKE"],
  ["þ", "LETTER THORN"],
  ["đ", "LETTER D WITH STROKE"],
  ["ħ", "LETTER H WITH STROKE"],
  ["ı", "LETTER DOTLESS I"],
  ["ł", "LETTER L WITH STROKE"],
  ["ŋ", "LETTER ENG"],
  ["œ", "LIGATURE OE"],
  ["ŧ", "LETTER T WITH STROKE"],
  ["ß", "LETTER SHARP S"],
]);

const GREEK =
  "ALPHA BETA GAMMA DELTA EPSILON ZETA ETA THETA IOTA KAPPA LAMDA MU NU XI OMICRON PI RHO SIGMA TAU UPSILON PHI CHI PSI OMEGA";
const GREEK_LETTERS = nameAlphabet("αβγδεζηθικλμνξοπρστυφχψω", GREEK.split(" "));
const GREEK_MARKS: ReadonlyMap<string, string> = new Map([
  ["", ""],
  ["\u0301", " WITH TONOS"],
  ["\u0308", " WITH DIALYTIKA"],
  ["\u0308\u0301", " WITH DIALYTIKA AND TONOS"],
]);

const CYRILLIC =
  "A,BE,VE,GHE,DE,IE,ZHE,ZE,I,SHORT I,KA,EL,EM,EN,O,PE,ER,ES,TE,U,EF,HA,TSE,CHE,SHA,SHCHA,HARD SIGN,YERU,SOFT SIGN,E,YU,YA,IO,UKRAINIAN IE,BYELORUSSIAN-UKRAINIAN I,YI,JE,SHORT U,GHE WITH UPTURN";
const CYRILLIC_LETTERS = nameAlphabet("абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїјўґ", CYRILLIC.split(","));

function nameAlphabet(letters: string, names: string[]): ReadonlyMap<string, string> {
  return new Map([...letters].map((letter, at) => [letter, names[at] ?? ""]));
}

/** Unicode name of a Latin, modern Greek or Cyrillic letter, accents included; null for any other character. */
export function nameLetter(char: string): string | null {
  if (char === "ς") return "GREEK SMALL LETTER FINAL SIGMA";
  const lower = char.toLowerCase();
  const letterCase = lower === char ? "SMALL" : "CAPITAL";
  const cyrillic = CYRILLIC_LETTERS.get(lower);
  if (cyrillic !== undefined) return `CYRILLIC ${letterCase} LETTER ${cyrillic}`;
  const other = LATIN_OTHERS.get(lower);
  if (other !== undefined) return `LATIN ${letterCase} ${other}`;

  const [base = "", ...marks] = char.normalize("NFD");
  // The ohm sign, the theta symbol and the like resemble a letter but are not named after it.
  if (char.normalize("NFC") !== char || !isPlainCase(base)) return null;
  const greek = GREEK_LETTERS.get(base.toLowerCase());
  const tonos = GREEK_MARKS.get(marks.join(""));
  if (greek !== undefined && tonos !== undefined) return `GREEK ${letterCase} LETTER ${greek}${tonos}`;
  if (!/^[A-Za-z]$/.test(base)) return null;
  if (marks.some((mark) => !LATIN_MARKS.has(mark))) return null;
  const letter = `LATIN ${letterCase} LETTER ${base.toUpperCase()}`;
  return marks.length === 0 ? letter : `${letter} WITH ${inNameOrder(base, marks).join(" AND ")}`;
}

function isPlainCase(letter: string): boolean {
  const lower = letter.toLowerCase();
  return letter === lower || letter === lower.toUpperCase();
}

/** Names of Vietnamese vowels tell the dot below last, while the canonical order of marks puts it first. */
function inNameOrder(base: string, marks: string[]): string[] {
  const last = /^[aeiou]$/i.test(base) ? "\u0323" : "";
  const ordered = [...marks.filter((mark) => mark !== last), ...marks.filter((mark) => mark === last)];
  return ordered.map((mark) => LATIN_MARKS.get(mark) ?? "");
}
