import { randomBytes } from "node:crypto";
import { encryptSecret } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";

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
  const until = new Date(Date.now() + OVERLAP_MS);
  await prisma().$transaction(async (tx) => {
    const { callbackSigningSecret } = await tx.app.findUniqueOrThrow({ where: { id: appId } });
    await tx.app.update({
      where: { id: appId },
      data: {
        callbackSigningSecret: encryptSecret(secret, appId),
        previousSigningSecret: callbackSigningSecret,
        previousSigningUntil: until,
      },
    });
  });
  return { callbackSigningSecret: secret, previousValidUntil: until.toISOString() };
}
