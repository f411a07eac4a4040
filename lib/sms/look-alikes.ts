/** A GSM-7 text and the characters it can stand for. It must read as the original does, also in an amount or a time. */
const LOOK_ALIKES: readonly (readonly [gsm: string, characters: string])[] = [
  // Greek, as Routee transcodes it: lower case becomes upper case, and a capital is written with the Latin letter of
  // the same shape. Γ Δ Θ Λ Ξ Π Σ Φ Ψ Ω are in GSM-7 themselves. Accents are dropped before the table is asked.
  ["A", "Αα"],
  ["B", "Ββ"],
  ["Γ", "γ"],
  ["Δ", "δ"],
  ["E", "Εε"],
  ["Z", "Ζζ"],
  ["H", "Ηη"],
  ["Θ", "θ"],
  ["I", "Ιι"],
  ["K", "Κκ"],
  ["Λ", "λ"],
  ["M", "Μμ"],
  ["N", "Νν"],
  ["Ξ", "ξ"],
  ["O", "Οο"],
  ["Π", "π"],
  ["P", "Ρρ"],
  ["Σ", "σς"],
  ["T", "Ττ"],
  ["Y", "Υυ"],
  ["Φ", "φ"],
  ["X", "Χχ"],
  ["Ψ", "ψ"],
  ["Ω", "ω"],
  // Latin letters that are more than a letter and its accents. The micro sign is a unit, so it keeps its case.
  ["l", "ł"],
  ["L", "Ł"],
  ["d", "đð"],
  ["D", "ĐÐ"],
  ["h", "ħ"],
  ["H", "Ħ"],
  ["i", "ı"],
  ["t", "ŧ"],
  ["T", "Ŧ"],
  ["k", "ĸ"],
  ["n", "ŋ"],
  ["N", "Ŋ"],
  ["e", "ə"],
  ["E", "Ə"],
  ["u", "µ"],
  ["oe", "œ"],
  ["OE", "Œ"],
  ["th", "þ"],
  ["Th", "Þ"],
  ["SS", "ẞ"],
  // Quotation marks, primes and apostrophes.
  ["'", "‘’‚‛′‵ʹʼʻˈ`´‹›"],
  ['"', "“”„‟″‶«»¨"],
  // Hyphens, dashes, the minus sign, bullets and dots.
  ["-", "‐‑‒–—―−⁃"],
  ["*", "•‣"],
  [".", "·‧∙⋅"],
  ["...", "…"],
  // Signs.
  ["|", "¦"],
  ["/", "÷∕⁄"],
  ["x", "×"],
  ["^", "ˆ"],
  ["~", "˜"],
  ["o", "°"],
  ["(C)", "©"],
  ["(R)", "®"],
  ["+/-", "±"],
  ["<=", "≤"],
  [">=", "≥"],
  ["->", "→"],
  ["<-", "←"],
  // White space that \p{Zs} does not cover.
  [" ", "\t"],
  ["\n", "\u0085\u2028\u2029"],
];

const REPLACEMENTS: ReadonlyMap<string, string> = new Map(
  LOOK_ALIKES.flatMap(([gsm, characters]) => [...characters].map((char): [string, string] => [char, gsm])),
);

/** What Unicode says is not shown: zero-width characters, direction marks, soft hyphens, variation selectors. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;

/** The GSM-7 text that stands for one character, empty for what cannot be seen; null when there is none. */
export function lookAlikeOf(char: string): string | null {
  const replacement = REPLACEMENTS.get(char);
  if (replacement !== undefined) return replacement;
  if (/^\p{Zs}$/u.test(char)) return " ";
  return INVISIBLE.test(char) ? "" : null;
}
