/**
 * The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1), in the order of its codes 0x00 to 0x7F. Code 0x1B is the
 * escape to the extension table, no character: an ESC in a text cannot be sent in this alphabet.
 */
export const DEFAULT_ALPHABET: readonly string[] = [
  ..."@£$¥èéùìòÇ\nØø\rÅå",
  ..."Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ",
  ..." !\"#¤%&'()*+,-./",
  ..."0123456789:;<=>?",
  ..."¡ABCDEFGHIJKLMNO",
  ..."PQRSTUVWXYZÄÖÑÜ§",
  ..."¿abcdefghijklmno",
  ..."pqrstuvwxyzäöñüà",
];

/** The extension table (3GPP TS 23.038, 6.2.1.1): character to the code that follows the escape 0x1B. */
export const EXTENSION_TABLE: ReadonlyMap<string, number> = new Map([
  ["\f", 0x0a],
  ["^", 0x14],
  ["{", 0x28],
  ["}", 0x29],
  ["\\", 0x2f],
  ["[", 0x3c],
  ["~", 0x3d],
  ["]", 0x3e],
  ["|", 0x40],
  ["€", 0x65],
]);

/** Septets by UTF-16 code unit: the euro sign has the highest of all. */
const SEPTETS = new Uint8Array("€".charCodeAt(0) + 1);
for (const char of DEFAULT_ALPHABET) if (char !== "\u001b") SEPTETS[char.charCodeAt(0)] = 1;
for (const char of EXTENSION_TABLE.keys()) SEPTETS[char.charCodeAt(0)] = 2;

/**
 * How many septets one character takes: 1 in the default alphabet, 2 in the extension table (escape and code), 0 when
 * GSM-7 does not have it. The character is one code point; anything longer gives 0.
 */
export function septetsOf(char: string): number {
  return char.length === 1 ? (SEPTETS[char.charCodeAt(0)] ?? 0) : 0;
}

/** Whether every character of the text is in the GSM-7 default alphabet or its extension table. */
export function isGsm(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!SEPTETS[text.charCodeAt(at)]) return false;
  return true;
}
