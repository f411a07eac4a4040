import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { config } from "./config";

/**
 * What is kept secret and how: AES-256-GCM for stored secrets, HMAC-SHA256 for receipt tokens, one derived key per
 * purpose (HKDF, RFC 5869), so that no key serves two.
 */
export type Purpose = "stored-secrets" | "receipt-tokens" | "sessions" | "access-tokens";

/** The key of a purpose, 32 bytes, derived from one secret key. */
export function deriveKey(secretKey: Buffer, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync("sha256", secretKey, "tidings", purpose, 32));
}

/** Names a secret key without telling it: the first 8 hex digits of a hash over it. */
export function keyId(secretKey: Buffer): string {
  return createHash("sha256").update("tidings key id").update(secretKey).digest("hex").slice(0, 8);
}

const derived = new Map<Purpose, Buffer[]>();

/** All keys of a purpose, the current one first. Derived once, since receipts ask for them all the time. */
export function keysFor(purpose: Purpose): Buffer[] {
  const known = derived.get(purpose);
  if (known) return known;
  const keys = config().secretKeys.map((key) => deriveKey(key, purpose));
  derived.set(purpose, keys);
  return keys;
}

/**
 * Encrypts a secret for the database: `v1.<key id>.<iv>.<ciphertext + tag>`, base64url.
 * @param context associated data (the owner's id), so that a value copied to another row does not decrypt.
 */
export function encryptSecret(plain: string, context: string): string {
  const [secretKey] = config().secretKeys;
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secretKey, "stored-secrets"), iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", keyId(secretKey), iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

/**
 * The inverse of {@link encryptSecret}, with whichever of our keys it was made.
 * @throws when no key of ours made it, or when value or context were changed.
 */
export function decryptSecret(stored: string, context: string): string {
  const [version, id, iv, sealed] = stored.split(".");
  if (version !== "v1" || !id || !iv || !sealed) throw new Error("A stored secret is not in a form that we know.");
  const secretKey = config().secretKeys.find((key) => keyId(key) === id);
  if (!secretKey)
    throw new Error(
      `A stored secret was encrypted with key ${id}, which is neither SECRET_KEY nor in SECRET_KEY_PREVIOUS.`,
    );
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", deriveKey(secretKey, "stored-secrets"), Buffer.from(iv, "base64url"))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
}

/** Whether a stored secret was encrypted with the current key. */
export function isCurrent(stored: string): boolean {
  return stored.split(".")[1] === keyId(config().secretKeys[0]);
}

/** Of SHA-256, in bytes. */
const BLOCK = 64;

/**
 * HMAC-SHA256 (RFC 2104), cut to `bytes`. Put together from two hashes, since Node's own takes several times as long to
 * be made as it takes to work, and receipts ask for one each.
 * @param key at most 64 bytes
 */
export function mac(key: Buffer, data: Buffer, bytes = 32): Buffer {
  const pads = padsOf(key, data.length);
  pads.inner.set(data, BLOCK);
  // As a text it takes Node a third of the time that bytes take.
  pads.outer.write(hash("sha256", pads.inner, "hex"), BLOCK, "hex");
  return Buffer.from(hash("sha256", pads.outer, "hex"), "hex").subarray(0, bytes);
}

/** A key's two pads (RFC 2104), each with room for what is hashed after it. */
interface Pads {
  inner: Buffer;
  outer: Buffer;
}

const known = new WeakMap<Buffer, Pads>();

/** Those of a key, with room for so many bytes: nearly always as many as the last time. */
function padsOf(key: Buffer, bytes: number): Pads {
  const last = known.get(key);
  if (last?.inner.length === BLOCK + bytes) return last;
  if (key.length > BLOCK) throw new RangeError(`A key of ${key.length} bytes is too long.`);
  const padded = (byte: number, room: number) => {
    const pad = Buffer.alloc(BLOCK + room);
    for (let at = 0; at < BLOCK; at += 1) pad[at] = byte ^ (key[at] ?? 0);
    return pad;
  };
  const made = { inner: padded(0x36, bytes), outer: padded(0x5c, 32) };
  known.set(key, made);
  return made;
}

/** Compares two byte strings in a time that does not tell where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** SHA-256 of a text. */
export function sha256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
