import { decryptSecret, encryptSecret, isCurrent } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/database";

const COLUMNS = ["application_secret", "callback_signing_secret", "previous_signing_secret"] as const;

/**
 * Encrypts with the current key every stored secret that was encrypted with an older one, while the system runs: each
 * is replaced only if it is still the one that was read.
 * @returns how many were encrypted anew. @throws when one was encrypted with a key that is not known any more.
 */
export async function reencryptSecrets(): Promise<number> {
  let count = 0;
  for (const column of COLUMNS) {
    const stored = await pool().query<{ id: string; secret: string }>(
      `SELECT id, ${column} AS secret FROM apps WHERE ${column} IS NOT NULL`,
    );
    for (const { id, secret } of stored.rows) {
      if (isCurrent(secret)) continue;
      const fresh = encryptSecret(decryptSecret(secret, id), id);
      const replaced = await pool().query(`UPDATE apps SET ${column} = $3 WHERE id = $1 AND ${column} = $2`, [
        id,
        secret,
        fresh,
      ]);
      count += replaced.rowCount ?? 0;
    }
  }
  return count + (await reencryptAnswers());
}

/** The answers kept for repeated requests, which may hold what is shown only once. */
async function reencryptAnswers(): Promise<number> {
  const stored = await pool().query<{ scope: string; key: string; body: string }>(
    "SELECT scope, key, body FROM idempotency_keys WHERE sealed AND body IS NOT NULL",
  );
  let count = 0;
  for (const { scope, key, body } of stored.rows) {
    if (isCurrent(body)) continue;
    const context = `${scope}\n${key}`;
    const fresh = encryptSecret(decryptSecret(body, context), context);
    const replaced = await pool().query(
      "UPDATE idempotency_keys SET body = $4 WHERE scope = $1 AND key = $2 AND body = $3",
      [scope, key, body, fresh],
    );
    count += replaced.rowCount ?? 0;
  }
  return count;
}
