import { reencryptSecrets } from "@/lib/apps/reencrypt-secrets";
import { closeDatabase } from "@/lib/platform/database";

/** Encrypts every stored secret with the current key. */
const count = await reencryptSecrets();
await closeDatabase();
console.log(
  count === 0
    ? "Every stored secret is encrypted with the current key."
    : `${count} stored secrets were encrypted anew with the current key. SECRET_KEY_PREVIOUS can go once sessions and receipts of old messages need it no more.`,
);
