import fc from "fast-check";
import { DEFAULT_ALPHABET, EXTENSION_TABLE } from "../alphabet";

const basic = fc.constantFrom(...DEFAULT_ALPHABET.filter((char) => char !== "\u001b"));
const extension = fc.constantFrom(...EXTENSION_TABLE.keys());
const gsmCharacter = fc.oneof({ weight: 4, arbitrary: basic }, { weight: 1, arbitrary: extension });

/** What makes Unicode text awkward: pairs, halves of pairs, marks, invisible characters, growing replacements. */
const awkward = fc.constantFrom(
  ...["α", "ώ", "Ά", "é", "ç", "ô", "ń", "œ", "…", "’", "–", "™", "½", "²", "≠", "ﬁ", "Ａ", "©", "±", "→", "\u2126"],
  ...[
    "\u0301",
    "\u0308",
    "\u0338",
    "\u20e3",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u00ad",
    "\ufe0f",
    "\u202a",
    "\u00a0",
    "\t",
  ],
  ...[
    "😀",
    "👨‍👩‍👧",
    "🇬",
    "🇷",
    "🏻",
    "\ud83d",
    "\ude00",
    "中",
    "한",
    "ا",
    "\u0600",
    "ﾞ",
    "й",
    "\u2028",
    "e\u0301",
    "=",
    "1",
  ],
);
const unicodeCharacter = fc.oneof(awkward, fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), basic);

/** Text of GSM-7 characters only, up to several segments long. */
export const gsmText = fc.string({ unit: gsmCharacter, maxLength: 500, size: "max" });

/** Text as it can arrive: GSM-7, common and rare Unicode, broken surrogates; often just around a segment's end. */
export const anyText = fc.oneof(
  gsmText,
  fc.string({ unit: unicodeCharacter, maxLength: 300, size: "max" }),
  fc.string({ unit: awkward, maxLength: 20, size: "max" }),
  fc
    .tuple(
      fc.constantFrom("a", "α", "€", "😀", "…"),
      fc.integer({ min: 0, max: 480 }),
      fc.string({ unit: unicodeCharacter, maxLength: 6 }),
    )
    .map(([filler, count, tail]) => filler.repeat(count) + tail),
);
