import { isGsm, septetsOf } from "./alphabet";

export type Encoding = "GSM-7" | "UCS-2";

export type SegmentCount = {
  encoding: Encoding;
  /** Unicode code points, the unit of Routee's limit of 1,600: an emoji counts 1, a combining accent counts 1 too. */
  characters: number;
  /** What the text occupies: septets in GSM-7, UTF-16 code units in UCS-2. Room lost at a boundary is not counted. */
  units: number;
  /** 0 for an empty text, which cannot be sent. */
  segments: number;
  /** How many units one segment of this text holds. */
  perSegment: number;
  /** Units left before another segment begins. */
  remaining: number;
  /** The text of each segment, in order. */
  parts: string[];
};

/**
 * Units of a message that is alone, and of one joined with others: the header that joins them takes 6 of 140 octets
 * and, in GSM-7, one bit of padding (3GPP TS 23.040, 9.2.3.24.1).
 */
export const SEGMENT_SIZES: Readonly<Record<Encoding, { single: number; joined: number }>> = {
  "GSM-7": { single: 160, joined: 153 },
  "UCS-2": { single: 70, joined: 67 },
};

/**
 * Cuts a text into the segments it is sent in. Neither an escape pair (extension character) nor a surrogate pair is
 * ever split, so a segment can end one unit early and the count can be higher than units divided by size. A combining
 * accent may land in the segment after its letter: the handset joins the segments before it shows them.
 */
export function countSegments(text: string): SegmentCount {
  const encoding: Encoding = isGsm(text) ? "GSM-7" : "UCS-2";
  const { single, joined } = SEGMENT_SIZES[encoding];
  const sizeOf = encoding === "GSM-7" ? septetsOf : (char: string) => char.length;

  const parts: string[] = [];
  let characters = 0;
  let units = 0;
  let partStart = 0;
  let partUnits = 0;
  let position = 0;
  for (const char of text) {
    const size = sizeOf(char);
    if (partUnits + size > joined) {
      parts.push(text.slice(partStart, position));
      partStart = position;
      partUnits = 0;
    }
    characters += 1;
    units += size;
    partUnits += size;
    position += char.length;
  }

  if (units <= single) {
    const whole = text === "" ? [] : [text];
    return {
      encoding,
      characters,
      units,
      segments: whole.length,
      perSegment: single,
      remaining: single - units,
      parts: whole,
    };
  }
  parts.push(text.slice(partStart));
  return {
    encoding,
    characters,
    units,
    segments: parts.length,
    perSegment: joined,
    remaining: joined - partUnits,
    parts,
  };
}
