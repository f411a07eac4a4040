import { randomBytes } from "node:crypto";
import { encryptSecret } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/database";

/** For so long the secret before signs too, so that receivers can be changed without losing a callback. */
const OVERLAP_MS = 24 * 3_600_000;

/** A new secret to sign callbacks with (Standard Webhooks: `whsec_` and base64 of 32 bytes). */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** Gives an app a new signing secret. @returns it, this once; and until when the one before signs too. */
export async function rotateSigningSecret(
  appId: string,
): Promise<{ callbackSigningSecret: string; previousValidUntil: string }> {
  const secret = newSigningSecret();
  // In one statement, so that what becomes the secret before is what stands there now, also while another rotation or
  // a change of keys replaces it.
  const rotated = await pool().query<{ until: Date }>(
    `UPDATE apps SET previous_signing_secret = callback_signing_secret, callback_signing_secret = $2,
       previous_signing_until = now() + $3 * interval '1 millisecond', updated_at = now()
     WHERE id = $1 RETURNING previous_signing_until AS until`,
    [appId, encryptSecret(secret, appId), OVERLAP_MS],
  );
  const [app] = rotated.rows;
  if (!app) throw new Error(`There is no app ${appId} to give a new signing secret.`);
  return { callbackSigningSecret: secret, previousValidUntil: app.until.toISOString() };
}
