import { decryptSecret } from "@/lib/platform/crypto";

/** So many apps' secrets are kept decrypted at most: those used last. */
const KEPT = 1_000;

const kept = new Map<string, string>();

/**
 * Decrypts a signing secret, once for as long as it is in use: every attempt needs it. A new secret is another stored
 * text, so nothing gets stale.
 */
export function signingSecret(stored: string, appId: string): string {
  const key = `${appId} ${stored}`;
  const secret = kept.get(key) ?? decryptSecret(stored, appId);
  // Last in the order of use.
  kept.delete(key);
  kept.set(key, secret);
  if (kept.size > KEPT) for (const oldest of [...kept.keys()].slice(0, kept.size - KEPT)) kept.delete(oldest);
  return secret;
}
