import { NOT_ENDED } from "@/lib/messages/outbox";
import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";

/** The SQL of delivering callbacks. */

export type Trigger = "auto" | "manual" | "replay" | "test";

/** A callback that this process has taken for one attempt. */
export interface ClaimedRow {
  message_id: string;
  sequence: number;
  id: string;
  app_id: string;
  url: string;
  body: string;
  /** Attempts that the timetable counts. */
  tries: number;
  trigger: Trigger;
  account_id: string | null;
  /** Whether this address is known to fail. */
  failing: boolean;
  /** When it was read, by PostgreSQL's clock: ours may be wrong, and a receiver refuses what is dated wrongly. */
  now: Date;
  environment: string;
  callback_signing_secret: string;
  previous_signing_secret: string | null;
}

/** What an attempt needs of a callback `c` and its app `a`. */
export const ATTEMPTED = `c.message_id, c.sequence, c.id, c.app_id, c.url, c.body, c.tries, c.trigger, c.account_id,
  clock_timestamp() AS now, a.environment, a.callback_signing_secret,
  CASE WHEN a.previous_signing_until > now() THEN a.previous_signing_secret END AS previous_signing_secret`;

/** Reads a callback for an attempt that a person asks for, whatever its status. Index callbacks_id. */
export async function readForAttempt(sql: Sql, id: string): Promise<ClaimedRow | null> {
  const found = await sql.query<ClaimedRow>(
    `SELECT ${ATTEMPTED},
       EXISTS (SELECT FROM callback_endpoints e WHERE e.app_id = c.app_id AND e.url = c.url) AS failing
     FROM callbacks c JOIN apps a ON a.id = c.app_id WHERE c.id = $1`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** What came of an attempt. */
export interface Attempt {
  at: Date;
  trigger: Trigger;
  accountId: string | null;
  httpStatus: number | null;
  durationMs: number;
  problem: string | null;
  responseExcerpt: string | null;
}

/** Where a callback stands after an attempt; as a number: still pending, and tried again in so many milliseconds. */
export type Next = "delivered" | "failed" | "as it was" | number;

export interface AttemptToWrite {
  row: Pick<ClaimedRow, "message_id" | "sequence">;
  attempt: Attempt;
  next: Next;
}

/**
 * Writes attempts, each of another callback, and where the callbacks stand after them: what is no longer pending stays
 * as it is unless it was delivered. Of messages with one that ends, all that are pending are locked (store-turns.ts).
 * Primary keys.
 */
export async function writeAttempts(sql: Sql, items: readonly AttemptToWrite[]): Promise<void> {
  const rows = items.map(({ row, attempt, next }) => ({
    message_id: row.message_id,
    sequence: row.sequence,
    status: next === "as it was" ? null : typeof next === "number" ? "pending" : next,
    retry_ms: typeof next === "number" ? next : null,
    at: attempt.at,
    trigger: attempt.trigger,
    account_id: attempt.accountId,
    http_status: attempt.httpStatus,
    duration_ms: attempt.durationMs,
    problem: attempt.problem,
    response_excerpt: attempt.responseExcerpt?.replaceAll("\u0000", "\uFFFD") ?? null,
  }));
  await sql.query({
    name: "write callback attempts",
    text: `WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(message_id uuid, sequence int, status text, retry_ms float8,
         at timestamptz, trigger text, account_id uuid, http_status int, duration_ms int, problem text,
         response_excerpt text)
     ), of_message AS MATERIALIZED (
       SELECT message_id, array_agg(sequence) AS sequences, bool_or(status <> 'pending') AS ends FROM given
       GROUP BY message_id ORDER BY message_id
     ), locked AS MATERIALIZED (
       SELECT l.* FROM of_message m CROSS JOIN LATERAL (
         SELECT c.message_id, c.sequence, c.status FROM callbacks c
         WHERE c.message_id = m.message_id AND (c.sequence = ANY(m.sequences) OR (m.ends AND c.status ${NOT_ENDED}))
         ORDER BY c.sequence FOR UPDATE) l
     ), decided AS MATERIALIZED (
       SELECT g.*, g.status IS NOT NULL AND (g.status = 'delivered' OR l.status = 'pending') AS moves
       FROM locked l JOIN given g ON g.message_id = l.message_id AND g.sequence = l.sequence
     ), moved AS (
       UPDATE callbacks c SET attempts = attempts + 1, last_http_status = d.http_status, last_problem = d.problem,
         taken_by = NULL,
         tries = tries + CASE WHEN moves THEN 1 ELSE 0 END,
         status = CASE WHEN moves THEN d.status ELSE c.status END,
         next_attempt_at = CASE WHEN moves THEN now() + d.retry_ms * interval '1 millisecond' ELSE c.next_attempt_at END,
         done_at = CASE WHEN moves AND d.status <> 'pending' THEN now() ELSE done_at END
       FROM decided d WHERE c.message_id = d.message_id AND c.sequence = d.sequence
       RETURNING c.message_id, c.sequence, c.attempts, d.at, d.trigger, d.account_id, d.http_status, d.duration_ms,
         d.problem, d.response_excerpt
     )
     INSERT INTO callback_attempts
       (message_id, sequence, attempt, at, trigger, account_id, http_status, duration_ms, problem, response_excerpt)
     SELECT message_id, sequence, attempts, at, trigger, account_id, http_status, duration_ms, problem, response_excerpt
     FROM moved`,
    values: [jsonb(rows)],
  });
}

/** An app's address. */
export interface Address {
  app_id: string;
  url: string;
}

/** Forgets that addresses failed, unless they are paused. Primary key. */
export async function noteEndpointsWell(sql: Sql, addresses: readonly Address[]): Promise<void> {
  await sql.query(
    `DELETE FROM callback_endpoints e WHERE paused_at IS NULL AND (app_id, url) IN (
       SELECT app_id, url FROM callback_endpoints WHERE (app_id, url) IN (
         SELECT app_id, url FROM jsonb_to_recordset($1::jsonb) AS g(app_id uuid, url text))
       ORDER BY app_id, url FOR UPDATE)`,
    [jsonb(addresses)],
  );
}

/**
 * Notes that addresses failed, each given once, and pauses those that have for too long or want no more.
 * @returns those that are paused: what waits for them has to be held.
 */
export async function noteEndpointsFailed(
  sql: Sql,
  failed: readonly (Address & { problem: string; gone: boolean })[],
  pauseAfterMs: number,
): Promise<Address[]> {
  const noted = await sql.query<Address & { paused_at: Date | null }>(
    `INSERT INTO callback_endpoints AS e (app_id, url, failing_since, paused_at, problem)
     SELECT app_id, url, now(), CASE WHEN gone THEN now() END, problem
     FROM jsonb_to_recordset($1::jsonb) AS g(app_id uuid, url text, problem text, gone boolean) ORDER BY app_id, url
     ON CONFLICT (app_id, url) DO UPDATE SET problem = excluded.problem,
       paused_at = coalesce(e.paused_at, excluded.paused_at,
         CASE WHEN e.failing_since <= now() - $2 * interval '1 millisecond' THEN now() END)
     RETURNING app_id, url, paused_at`,
    [jsonb(failed), pauseAfterMs],
  );
  return noted.rows.filter(({ paused_at }) => paused_at !== null);
}

export interface AppForTest {
  app_id: string;
  name: string;
  environment: string;
  default_callback_url: string | null;
  callback_signing_secret: string;
  previous_signing_secret: string | null;
}

/** What it takes to sign an app's test event. Primary key. */
export async function readAppForTest(sql: Sql, appId: string): Promise<AppForTest | null> {
  const found = await sql.query<AppForTest>(
    `SELECT id AS app_id, name, environment, default_callback_url, callback_signing_secret,
       CASE WHEN previous_signing_until > now() THEN previous_signing_secret END AS previous_signing_secret
     FROM apps WHERE id = $1`,
    [appId],
  );
  return found.rows[0] ?? null;
}
