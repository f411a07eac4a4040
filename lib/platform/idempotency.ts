import { setTimeout as delay } from "node:timers/promises";
import { decryptSecret, encryptSecret, sha256 } from "./crypto";
import { mayBeDone, pool, type Sql, transaction } from "./database";
import { log } from "./log";
import { Problem } from "./problem";

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

/** What a key is good for: nothing came with it before (`first`), an answer to be given again, or why not. */
export type Taken = "first" | StoredAnswer | Problem;

/** The request that first took a key and has not answered for so long is taken to have died. */
const ABANDONED = "60 seconds";

/**
 * Takes keys within the caller's transaction, which has to keep an answer for each that is `first`. While another
 * transaction has a key it is `idempotency_in_progress`; with another request it is `idempotency_key_reused`.
 * @param requests no two with the same scope and key. @returns for each, in order.
 */
export async function takeKeys(sql: Sql, requests: readonly IdempotentRequest[]): Promise<Taken[]> {
  if (requests.length === 0) return [];
  const names = requests.map(({ scope, key }) => `${scope}\n${key}`);
  const locks = await sql.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended(name, 7)) AS mine
     FROM unnest($1::text[]) WITH ORDINALITY AS n(name, place) ORDER BY place`,
    [names],
  );
  const mine = requests.filter((_, index) => locks.rows[index]?.mine);
  const hashes = new Map(requests.map((request, index) => [names[index], sha256(request.fingerprint)]));
  const columns = [
    mine.map(({ scope }) => scope),
    mine.map(({ key }) => key),
    mine.map(({ scope, key }) => hashes.get(`${scope}\n${key}`)),
  ];
  // Primary key.
  const taken = await sql.query<{ name: string }>(
    `INSERT INTO idempotency_keys AS k (scope, key, request_hash)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
     ON CONFLICT (scope, key) DO UPDATE
       SET request_hash = excluded.request_hash, status = NULL, body = NULL, sealed = false, created_at = now()
       WHERE k.created_at < now() - interval '24 hours'
         OR k.status IS NULL AND k.created_at < now() - interval '${ABANDONED}'
     RETURNING scope || E'\\n' || key AS name`,
    columns,
  );
  const first = new Set(taken.rows.map(({ name }) => name));
  const known = await readAnswers(sql, columns, first.size === mine.length);
  return names.map((name, index) => {
    if (!locks.rows[index]?.mine) return inProgress();
    if (first.has(name)) return "first";
    const stored = known.get(name);
    if (!stored) throw new Error("An idempotency key vanished while it was read.");
    if (!hashes.get(name)?.equals(stored.request_hash)) return keyReused();
    if (stored.status === null) return inProgress();
    const body = stored.body ?? "";
    return { status: stored.status, body: stored.sealed ? decryptSecret(body, name) : body };
  });
}

interface AnswerRow {
  name: string;
  request_hash: Buffer;
  status: number | null;
  body: string | null;
  sealed: boolean;
}

async function readAnswers(sql: Sql, columns: unknown[][], none: boolean): Promise<Map<string, AnswerRow>> {
  if (none) return new Map();
  const found = await sql.query<AnswerRow>(
    `SELECT k.scope || E'\\n' || k.key AS name, k.request_hash, k.status, k.body, k.sealed
     FROM idempotency_keys k JOIN unnest($1::text[], $2::text[]) AS a(scope, key) USING (scope, key)`,
    columns.slice(0, 2),
  );
  return new Map(found.rows.map((row) => [row.name, row]));
}

/** Keeps the answers of first requests for their repetitions, within the same transaction. Primary key. */
export async function keepAnswers(
  sql: Sql,
  answers: readonly { request: IdempotentRequest; answer: StoredAnswer }[],
  options: { sealed: boolean } = { sealed: false },
): Promise<void> {
  if (answers.length === 0) return;
  await sql.query(
    `UPDATE idempotency_keys k SET status = a.status, body = a.body, sealed = $5
     FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS a(scope, key, status, body)
     WHERE k.scope = a.scope AND k.key = a.key`,
    [
      answers.map(({ request }) => request.scope),
      answers.map(({ request }) => request.key),
      answers.map(({ answer }) => answer.status),
      answers.map(({ request: { scope, key }, answer }) =>
        options.sealed ? encryptSecret(answer.body, `${scope}\n${key}`) : answer.body,
      ),
      options.sealed,
    ],
  );
}

/** So often a request that is under way says so, to be told from one that died. */
const RENEW_MS = 20_000;
/** After so long it is tried once more to keep an answer. */
const AGAIN_MS = 1_000;

/**
 * Does something once for a key, where it cannot be done in one transaction with the key. What fails frees the key, so
 * that it may be tried again, but for what may have been done. The answer is kept encrypted, since it may hold what is
 * shown only once.
 * @throws {Problem} `idempotency_in_progress`, `idempotency_key_reused`, or what `run` throws.
 */
export async function doOnce(
  request: IdempotentRequest,
  run: () => Promise<StoredAnswer>,
  { renewMs } = { renewMs: RENEW_MS },
): Promise<StoredAnswer> {
  const [taken] = await transaction((sql) => takeKeys(sql, [request]));
  if (taken instanceof Problem) throw taken;
  if (taken !== undefined && taken !== "first") return taken;
  const renewing = setInterval(() => void renew(request), renewMs);
  try {
    const answer = await run();
    await keep(request, answer);
    return answer;
  } catch (error) {
    // What may have been done is not done again, until the key counts as one of a process that died.
    if (!mayBeDone(error)) await free(request);
    throw error;
  } finally {
    clearInterval(renewing);
  }
}

async function renew({ scope, key }: IdempotentRequest): Promise<void> {
  try {
    await pool().query(
      "UPDATE idempotency_keys SET created_at = now() WHERE scope = $1 AND key = $2 AND status IS NULL",
      [scope, key],
    );
  } catch (error) {
    log().warn({ err: error }, "an idempotency key could not be kept for longer");
  }
}

const free = ({ scope, key }: IdempotentRequest) =>
  pool().query("DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND status IS NULL", [scope, key]);

/** It is done, so that whoever asked is answered, also where the answer cannot be kept for repetitions. */
async function keep(request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  const store = () => keepAnswers(pool(), [{ request, answer }], { sealed: true });
  try {
    await store().catch(async () => {
      await delay(AGAIN_MS);
      await store();
    });
  } catch (error) {
    log().error({ err: error }, "an answer could not be kept for repetitions");
  }
}

/** The first request with a key is still being answered. */
export function inProgress(): Problem {
  return new Problem("idempotency_in_progress", "A request with this Idempotency-Key is being answered. Ask again.", {
    retryAfter: 1,
  });
}

/** The key came with another request. */
export function keyReused(): Problem {
  return new Problem(
    "idempotency_key_reused",
    "This Idempotency-Key came with another request within the last 24 hours. Use a new key for a new request.",
  );
}

/** Deletes keys past their 24 hours. @returns how many went. */
export async function sweepIdempotencyKeys(sql: Sql): Promise<number> {
  const swept = await sql.query("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
  return swept.rowCount ?? 0;
}
