import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deriveKey, mac, type Purpose } from "../../lib/platform/crypto";
import { ofKey } from "../../scripts/testing/canaries";

/** What only the installation under test itself knows, to see that nothing of it gets out. */

/** Where its data is, and with it what it wrote. */
export const dataDirOf = (serverLog = process.env.E2E_SERVER_LOG ?? "") => dirname(serverLog);

const PURPOSES: readonly Purpose[] = ["stored-secrets", "receipt-tokens", "sessions", "access-tokens"];
const secretKeyOf = (dataDir: string) => readFileSync(join(dataDir, "secret-key"), "utf8").trim();

/** Its key, the keys that are made of it, and the database's password. */
export function ownSecrets(dataDir: string): Record<string, string | Buffer> {
  const key = secretKeyOf(dataDir);
  const derived = PURPOSES.map((purpose) => [`the key for ${purpose}`, deriveKey(Buffer.from(key, "base64"), purpose)]);
  return {
    ...ofKey("SECRET_KEY", key),
    ...(Object.fromEntries(derived) as Record<string, Buffer>),
    "the database's password": readFileSync(join(dataDir, "postgres-password"), "utf8").trim(),
  };
}

/** The token in the address for a message's receipts, as the installation makes it. */
export function receiptTokenOf(messageId: string, dataDir: string): string {
  const key = deriveKey(Buffer.from(secretKeyOf(dataDir), "base64"), "receipt-tokens");
  const id = Buffer.from(messageId.replaceAll("-", ""), "hex");
  return Buffer.concat([id, mac(key, id, 16)]).toString("base64url");
}
