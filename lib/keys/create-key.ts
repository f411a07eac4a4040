import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { CreatedKey, CreateKey } from "./contract";
import { keyView } from "./key-view";
import { type Environment, newKeySecret } from "./secret";

/**
 * Makes an API key of an app. Its secret is stored as a hash only.
 * @param accountId who makes it. @returns the key and, this once, its secret.
 */
export async function createKey(
  app: { id: string; environment: Environment },
  key: CreateKey,
  accountId: string | null,
): Promise<CreatedKey> {
  const secret = newKeySecret(app.environment);
  const row = await prisma().apiKey.create({
    data: {
      id: newId(),
      appId: app.id,
      name: key.name,
      secretHash: new Uint8Array(sha256(secret)),
      secretLast4: secret.slice(-4),
      scopes: key.scopes,
      requestsPerMinute: key.requestsPerMinute,
      createdBy: accountId,
      expiresAt: key.expiresAt ? new Date(key.expiresAt) : null,
    },
  });
  return { ...keyView(row, app.environment), secret };
}
