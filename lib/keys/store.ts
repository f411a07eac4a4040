import type { Sql } from "@/lib/platform/database";
import type { Scope } from "./contract";

/** The SQL of API keys that every request of a program takes. */

export interface BearerRow {
  hash: Buffer;
  key_id: string;
  app_id: string;
  key_name: string;
  scopes: Scope[];
  requests_per_minute: number;
  /** This minute's requests of the key, those of this statement included. */
  minute_requests: number;
  /** Seconds until the next minute begins. */
  minute_left: number;
}

/**
 * Finds whom bearers speak for, whether they are a key's secret or a token, and counts their requests: what is
 * revoked, expired or of an app that is gone is not found. Unique indexes of both hashes; primary key of the usage.
 * Counting alone does not wait for the disk.
 * @param counts how many requests came with each hash.
 */
export async function findBearers(
  sql: Sql,
  hashes: readonly Buffer[],
  counts: readonly number[],
): Promise<BearerRow[]> {
  const found = await sql.query<BearerRow>(
    `WITH asked AS (
       SELECT hash, n FROM unnest($1::bytea[], $2::int[]) AS a(hash, n)
     ), bearer AS (
       SELECT a.hash, a.n, k.id AS key_id, k.scopes FROM asked a JOIN api_keys k ON k.secret_hash = a.hash
       UNION ALL
       SELECT a.hash, a.n, t.key_id, t.scopes FROM asked a JOIN access_tokens t ON t.token_hash = a.hash
       WHERE t.expires_at > now()
     ), known AS (
       SELECT b.hash, b.n, b.key_id, b.scopes, k.app_id, k.name AS key_name, k.requests_per_minute
       FROM bearer b JOIN api_keys k ON k.id = b.key_id JOIN apps p ON p.id = k.app_id
       WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND p.deleting_at IS NULL
     ), counted AS (
       INSERT INTO api_key_usage AS u (key_id, hour, requests, minute, minute_requests, last_used_at)
       SELECT key_id, date_trunc('hour', now()), sum(n), date_trunc('minute', now()), sum(n), now()
       FROM known GROUP BY key_id ORDER BY key_id
       ON CONFLICT (key_id, hour) DO UPDATE SET requests = u.requests + excluded.requests,
         minute_requests = excluded.minute_requests
           + CASE WHEN u.minute = excluded.minute THEN u.minute_requests ELSE 0 END,
         minute = excluded.minute, last_used_at = excluded.last_used_at
       RETURNING key_id, minute_requests
     )
     SELECT k.hash, k.key_id, k.app_id, k.key_name, k.scopes, k.requests_per_minute, c.minute_requests,
       ceil(60 - extract(second FROM now()))::int AS minute_left,
       set_config('synchronous_commit', 'off', true) AS hasty
     FROM known k JOIN counted c USING (key_id)`,
    [hashes, counts],
  );
  return found.rows;
}

/** Counts requests that were refused for coming too fast. Primary key. */
export async function countLimited(sql: Sql, keyId: string, requests: number): Promise<void> {
  await sql.query(
    `UPDATE api_key_usage SET limited = limited + $2,
       last_used_at = CASE WHEN set_config('synchronous_commit', 'off', true) = 'off' THEN last_used_at END
     WHERE key_id = $1 AND hour = date_trunc('hour', now())`,
    [keyId, requests],
  );
}

export interface ClientRow {
  id: string;
  scopes: Scope[];
  expires_at: Date | null;
}

/** The key of a client's id and secret that may have a token, or null. Unique index of the hash. */
export async function findClient(sql: Sql, id: string, secretHash: Buffer): Promise<ClientRow | null> {
  const found = await sql.query<ClientRow>(
    `SELECT k.id, k.scopes, k.expires_at FROM api_keys k JOIN apps p ON p.id = k.app_id
     WHERE k.secret_hash = $2 AND k.id = $1 AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now()) AND p.deleting_at IS NULL
     FOR UPDATE OF k`,
    [id, secretHash],
  );
  return found.rows[0] ?? null;
}

export interface TokenRow {
  id: string;
  token_hash: Buffer;
  /** Whole seconds that it lives on. */
  seconds_left: number;
}

/** The token of a key with exactly these scopes that lives longest, or null. Index access_tokens_key. */
export async function findToken(sql: Sql, keyId: string, scopes: readonly Scope[]): Promise<TokenRow | null> {
  const found = await sql.query<TokenRow>(
    `SELECT id, token_hash, floor(extract(epoch FROM expires_at - now()))::int AS seconds_left FROM access_tokens
     WHERE key_id = $1 AND expires_at > now() + interval '1 second' AND scopes = $2
     ORDER BY expires_at DESC LIMIT 1`,
    [keyId, scopes],
  );
  return found.rows[0] ?? null;
}

/** Keeps a new token's hash; it ends with its key at the latest. */
export async function insertToken(
  sql: Sql,
  token: { id: string; hash: Buffer; keyId: string; scopes: readonly Scope[]; seconds: number; keyEnds: Date | null },
): Promise<number> {
  const kept = await sql.query<{ seconds_left: number }>(
    `INSERT INTO access_tokens (id, token_hash, key_id, scopes, expires_at)
     VALUES ($1, $2, $3, $4, least(now() + $5 * interval '1 second', $6::timestamptz))
     RETURNING floor(extract(epoch FROM expires_at - now()))::int AS seconds_left`,
    [token.id, token.hash, token.keyId, token.scopes, token.seconds, token.keyEnds],
  );
  return kept.rows[0]?.seconds_left ?? 0;
}

/** Deletes tokens that have ended and usage older than is shown. @returns how many tokens went. */
export async function sweepKeys(sql: Sql): Promise<number> {
  await sql.query("DELETE FROM api_key_usage WHERE hour < now() - interval '31 days'");
  const swept = await sql.query("DELETE FROM access_tokens WHERE expires_at < now()");
  return swept.rowCount ?? 0;
}
