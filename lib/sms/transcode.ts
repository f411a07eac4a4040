import { isGsm, septetsOf } from "./alphabet";
import { lookAlikeOf } from "./look-alikes";
import { countSegments } from "./segments";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Accents in the narrow sense. Strokes through a letter (U+0334 to U+0338) cross it out, so they are not dropped. */
const ACCENT = /^[\u{300}-\u{333}\u{339}-\u{34e}\u{350}-\u{36f}\u{1ab0}-\u{1ace}\u{1dc0}-\u{1dff}]$/u;

/**
 * Rewrites Unicode text with look-alike GSM-7 characters: Greek in capitals (as Routee does), other letters without
 * their accents, plain quotation marks, dashes and spaces. What has no look-alike stays, whole: an emoji, another
 * script, and everything where a rewriting could change what is said (½, ², ≠). Never returns more segments than the
 * text had, and rewriting twice changes nothing more.
 */
export function transcode(text: string): string {
  let before = text;
  let after = rewriteOnce(before);
  // A dropped invisible character can bring two graphemes together that now read as one. Every round that changes
  // something leaves fewer characters outside GSM-7, so this ends; nearly always after the first.
  while (after !== before) {
    before = after;
    after = rewriteOnce(before);
  }
  return after;
}

function rewriteOnce(text: string): string {
  if (isGsm(text)) return text;
  const rewritten = rewrite(text, () => true);
  if (countSegments(rewritten).segments <= countSegments(text).segments) return rewritten;
  // "…" becomes three characters. Where such growth would cost a segment, only what does not grow is rewritten.
  return rewrite(text, (before, after) => after.length <= before.length);
}

function rewrite(text: string, accept: (before: string, after: string) => boolean): string {
  let result = "";
  for (const { segment } of graphemes.segment(text)) {
    const replacement = rewriteGrapheme(segment);
    result += replacement !== null && accept(segment, replacement) ? replacement : segment;
  }
  return result;
}

/**
 * A grapheme is rewritten whole or not at all, so that a family emoji does not fall into its members. Accents are
 * dropped from letters only, and without a letter (after a line break) they cannot be seen anyway.
 */
function rewriteGrapheme(grapheme: string): string | null {
  const composed = grapheme.normalize("NFC");
  if (isGsm(composed)) return composed;
  let result = "";
  let mayCarryAccents = true;
  for (const char of composed) {
    if (ACCENT.test(char)) {
      if (!mayCarryAccents) return null;
      continue;
    }
    const replacement = rewriteCharacter(char);
    if (replacement === null) return null;
    result += replacement;
    mayCarryAccents = /^\p{L}$/u.test(char);
  }
  return result;
}

function rewriteCharacter(char: string): string | null {
  if (septetsOf(char) > 0) return char;
  return lookAlikeOf(char) ?? rewriteDecomposed(char);
}

/** Accented letters and compatibility forms (ﬁ, Ａ, ™), from what Unicode says they are made of. */
function rewriteDecomposed(char: string): string | null {
  const decomposed = char.normalize("NFKD");
  if (decomposed === char) return null;
  // Superscripts, fractions and circled digits: 10² is not 102, 1½ is not 11/2.
  if (/\p{N}/u.test(decomposed) && !/^\p{Nd}$/u.test(char)) return null;
  const isLetter = /^\p{L}$/u.test(char);
  let result = "";
  for (const part of decomposed) {
    // Only a letter: ≠ is made of = and a stroke, and would say the opposite without it.
    if (isLetter && ACCENT.test(part)) continue;
    const replacement = septetsOf(part) > 0 ? part : lookAlikeOf(part);
    if (replacement === null) return null;
    result += replacement;
  }
  return result;
}
