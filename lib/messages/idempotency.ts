import { sha256 } from "@/lib/platform/crypto";
import type { Sql } from "@/lib/platform/database";
import { Problem } from "@/lib/platform/problem";

/** A request that may be repeated safely: whose it is, the key its sender chose, and what was asked. */
export interface IdempotentRequest {
  scope: string;
  key: string;
  /** The request in one canonical text. */
  fingerprint: string;
}

export interface StoredAnswer {
  status: number;
  body: string;
}

/**
 * Takes a key within the caller's transaction. A second request with the same key waits here for the first one's
 * commit (unique index), so that there is never a moment in which both go on.
 * @returns the first request's answer, to be given again as it was, or null when this request is the first.
 * @throws {Problem} `idempotency_key_reused` when the key came with another request before.
 */
export async function takeIdempotencyKey(sql: Sql, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const hash = sha256(request.fingerprint);
  const taken = await sql.query(
    `INSERT INTO idempotency_keys AS k (scope, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (scope, key) DO UPDATE SET request_hash = $3, status = NULL, body = NULL, created_at = now()
       WHERE k.created_at < now() - interval '24 hours'`,
    [request.scope, request.key, hash],
  );
  if (taken.rowCount === 1) return null;
  const found = await sql.query<{ request_hash: Buffer; status: number; body: string }>(
    "SELECT request_hash, status, body FROM idempotency_keys WHERE scope = $1 AND key = $2",
    [request.scope, request.key],
  );
  const [first] = found.rows;
  if (!first) throw new Error("An idempotency key vanished while it was read.");
  if (!first.request_hash.equals(hash))
    throw new Problem(
      "idempotency_key_reused",
      "This Idempotency-Key came with another request within the last 24 hours. Use a new key for a new message.",
    );
  return { status: first.status, body: first.body };
}

/** Keeps the answer for the repetitions, within the same transaction. */
export async function keepAnswer(sql: Sql, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  await sql.query("UPDATE idempotency_keys SET status = $3, body = $4 WHERE scope = $1 AND key = $2", [
    request.scope,
    request.key,
    answer.status,
    answer.body,
  ]);
}

/** Deletes keys past their 24 hours. @returns how many went. */
export async function sweepIdempotencyKeys(sql: Sql): Promise<number> {
  const swept = await sql.query("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
  return swept.rowCount ?? 0;
}
