/** Finds secrets where they must not be, in whatever form they were written. Pure. */

/** What is shorter could stand anywhere by chance. */
const SHORTEST = 10;
/** Of a secret so long its halves are looked for too: a line that was cut still tells too much. */
const LONG_ENOUGH_FOR_HALVES = 20;

/** base64 of bytes wherever they stand among others: without the characters that share bits with their neighbours. */
function base64Forms(bytes: Buffer): string[] {
  // Three bytes become four characters, so that a text within another has three forms.
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const end = (shift + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
    return encoded.slice(Math.ceil((shift * 4) / 3), end);
  });
  return [...base64, ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}

const hexForms = (bytes: Buffer) => [bytes.toString("hex"), bytes.toString("hex").toUpperCase()];

/** Every byte of it, or every unit, escaped; small and capital. */
function escapedThroughout(secret: string): string[] {
  const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
  const address = [...Buffer.from(secret)].map((byte) => hex(byte, 2));
  const json = secret.split("").map((unit) => hex(unit.charCodeAt(0), 4));
  return [address.map((code) => `%${code}`), json.map((code) => `\\u${code}`)].flatMap((codes) => [
    codes.join(""),
    codes.map((code) => code.slice(0, 2) + code.slice(2).toUpperCase()).join(""),
  ]);
}

/** How a secret may look in a log, a page, an answer or a table: plain, escaped, encoded, cut, also amid other bytes. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const address = encodeURIComponent(secret);
  const half = Math.floor(secret.length / 2);
  const forms = [
    secret,
    ...(secret.length >= LONG_ENOUGH_FOR_HALVES ? [secret.slice(0, half), secret.slice(half)] : []),
    json,
    JSON.stringify(json).slice(1, -1),
    address,
    address.replace(/%../g, (code) => code.toLowerCase()),
    encodeURIComponent(address),
    new URLSearchParams({ s: secret }).toString().slice(2),
    secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
    ...escapedThroughout(secret),
    ...hexForms(bytes),
    ...base64Forms(bytes),
  ];
  return [...new Set(forms)];
}

/** A secret of bytes is looked for in the encodings that bytes have. */
const formsOfBytes = (bytes: Buffer) => [...hexForms(bytes), ...base64Forms(bytes)];

/**
 * The names of the secrets that stand in a text, in any form.
 * @param secrets by name. @throws when one is too short to be known from other text.
 */
export function secretsIn(text: string, secrets: Readonly<Record<string, string | Buffer>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < SHORTEST) throw new Error(`${name} is too short to be looked for.`);
    const forms = typeof secret === "string" ? formsOf(secret) : formsOfBytes(secret);
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

/** What a signing secret (`whsec_` and base64) gives away: its text, and the key that it spells. */
export function ofSigningSecret(name: string, secret: string): Record<string, string | Buffer> {
  const text = secret.replace("whsec_", "");
  return { [name]: text, [`${name}, its bytes`]: Buffer.from(text, "base64") };
}

/** What a key that is set in base64 gives away. */
export function ofKey(name: string, key: string): Record<string, string | Buffer> {
  return { [name]: key, [`${name}, its bytes`]: Buffer.from(key, "base64") };
}

const ID_BYTES = 16;

/** What a receipt token gives away: not its beginning, which is the message's id. */
export function ofReceiptToken(name: string, token: string): Record<string, string | Buffer> {
  // The character before shares bits with the id.
  const characters = Math.ceil((ID_BYTES * 8) / 6);
  const unguessable = Buffer.from(token, "base64url").subarray(ID_BYTES);
  return { [name]: token.slice(characters), [`${name}, its bytes`]: unguessable };
}
