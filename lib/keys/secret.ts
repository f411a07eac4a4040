import { createHash, randomBytes } from "node:crypto";

/**
 * The form of API key secrets: `tk_live_` or `tk_sandbox_`, 32 random bytes in base64url, and six digits of a checksum,
 * so that a scanner can tell a real one from a text that looks like it. Pure, but for the randomness.
 */
export type Environment = "sandbox" | "live";

const CHECKSUM_LENGTH = 6;

/** How the secrets of an environment begin. */
export function secretPrefix(environment: Environment): string {
  return `tk_${environment}_`;
}

/** A new secret. @param random 32 bytes. */
export function newKeySecret(environment: Environment, random: Buffer = randomBytes(32)): string {
  const start = `${secretPrefix(environment)}${random.toString("base64url")}`;
  return start + checksum(start);
}

/** Whether a text is a secret of ours, by its form and checksum alone. */
export function isKeySecret(text: string): boolean {
  if (!/^tk_(live|sandbox)_[\w-]{49}$/.test(text)) return false;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** Whether something that looks like one of our secrets stands in an address, where logs and histories would keep it. */
export function leaksKey(address: string): boolean {
  return /tk_(live|sandbox)_[\w-]{20,}/i.test(decoded(address));
}

function decoded(address: string): string {
  return address.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, CHECKSUM_LENGTH);
}
