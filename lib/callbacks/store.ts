import type { Sql } from "@/lib/platform/database";

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
  environment: string;
  callback_signing_secret: string;
  previous_signing_secret: string | null;
}

/** Longer than an attempt takes. Should its process die, another tries after this. */
const LEASE = "60 seconds";

const CLAIMED = `c.message_id, c.sequence, c.id, c.app_id, c.url, c.body, c.tries, c.trigger, c.account_id,
  a.environment, a.callback_signing_secret,
  CASE WHEN a.previous_signing_until > now() THEN a.previous_signing_secret END AS previous_signing_secret,
  EXISTS (SELECT FROM callback_endpoints e WHERE e.app_id = c.app_id AND e.url = c.url) AS failing`;

/**
 * Takes callbacks that are due, the longest due of each app first and not too many of one app, and never one whose
 * message has an earlier one that is not done. Index callbacks_due; primary key for the earlier ones.
 * @param busy hosts (with port) that are at their limit.
 */
export async function claimDue(
  sql: Sql,
  { limit, perApp, busy }: { limit: number; perApp: number; busy: readonly string[] },
): Promise<ClaimedRow[]> {
  const claimed = await sql.query<ClaimedRow>(
    `WITH due AS (
       SELECT d.message_id, d.sequence FROM apps a CROSS JOIN LATERAL (
         SELECT c.message_id, c.sequence, c.next_attempt_at FROM callbacks c
         WHERE c.app_id = a.id AND c.status = 'pending' AND c.next_attempt_at <= now()
           AND NOT split_part(c.url, '/', 3) = ANY ($3)
           AND NOT EXISTS (SELECT FROM callbacks e
             WHERE e.message_id = c.message_id AND e.sequence < c.sequence AND e.status = 'pending')
         ORDER BY c.next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
       ) d ORDER BY d.next_attempt_at LIMIT $1
     )
     UPDATE callbacks c SET next_attempt_at = now() + interval '${LEASE}'
     FROM due, apps a
     WHERE c.message_id = due.message_id AND c.sequence = due.sequence AND a.id = c.app_id
     RETURNING ${CLAIMED}`,
    [limit, perApp, busy],
  );
  return claimed.rows;
}

/** Reads a callback for an attempt that a person asks for, whatever its status. Index callbacks_id. */
export async function readForAttempt(sql: Sql, id: string): Promise<ClaimedRow | null> {
  const found = await sql.query<ClaimedRow>(
    `SELECT ${CLAIMED} FROM callbacks c JOIN apps a ON a.id = c.app_id WHERE c.id = $1`,
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

/**
 * Writes an attempt and where the callback stands after it. Primary keys.
 * @param next `delivered`, `failed`, in how many milliseconds it is tried again, or `as it was`.
 */
export async function writeAttempt(
  sql: Sql,
  row: Pick<ClaimedRow, "message_id" | "sequence">,
  attempt: Attempt,
  next: "delivered" | "failed" | "as it was" | { retryInMs: number },
): Promise<void> {
  const status = next === "as it was" ? null : typeof next === "string" ? next : "pending";
  await sql.query(
    `WITH moved AS (
       UPDATE callbacks SET attempts = attempts + 1, last_http_status = $4, last_problem = $5,
         tries = tries + CASE WHEN $3::text IS NULL THEN 0 ELSE 1 END,
         status = coalesce($3::text, status),
         next_attempt_at = CASE WHEN $3::text IS NULL THEN next_attempt_at ELSE now() + $6 * interval '1 millisecond' END,
         done_at = CASE WHEN $3::text IS NULL THEN done_at WHEN $3 <> 'pending' THEN now() END
       WHERE message_id = $1 AND sequence = $2 RETURNING message_id, sequence, attempts
     )
     INSERT INTO callback_attempts
       (message_id, sequence, attempt, at, trigger, account_id, http_status, duration_ms, problem, response_excerpt)
     SELECT message_id, sequence, attempts, $7, $8, $9, $4, $10, $5, $11 FROM moved`,
    [
      row.message_id,
      row.sequence,
      status,
      attempt.httpStatus,
      attempt.problem,
      typeof next === "string" ? null : next.retryInMs,
      attempt.at,
      attempt.trigger,
      attempt.accountId,
      attempt.durationMs,
      attempt.responseExcerpt?.replaceAll("\u0000", "\uFFFD") ?? null,
    ],
  );
}

/** Forgets that an address failed, unless it is paused. Primary key. */
export async function noteEndpointWell(sql: Sql, appId: string, url: string): Promise<void> {
  await sql.query("DELETE FROM callback_endpoints WHERE app_id = $1 AND url = $2 AND paused_at IS NULL", [appId, url]);
}

/**
 * Notes that an address failed, and pauses it when it has for too long or wants no more.
 * @returns whether it is paused: then what waits for it has to be held.
 */
export async function noteEndpointFailed(
  sql: Sql,
  { app_id, url }: Pick<ClaimedRow, "app_id" | "url">,
  problem: string,
  options: { gone: boolean; pauseAfterMs: number },
): Promise<boolean> {
  const noted = await sql.query<{ paused_at: Date | null }>(
    `INSERT INTO callback_endpoints AS e (app_id, url, failing_since, paused_at, problem)
     VALUES ($1, $2, now(), CASE WHEN $4 THEN now() END, $3)
     ON CONFLICT (app_id, url) DO UPDATE SET problem = excluded.problem,
       paused_at = coalesce(e.paused_at,
         CASE WHEN $4 OR e.failing_since <= now() - $5 * interval '1 millisecond' THEN now() END)
     RETURNING paused_at`,
    [app_id, url, problem, options.gone, options.pauseAfterMs],
  );
  return noted.rows[0]?.paused_at != null;
}

/** Holds what waits for an address. Index callbacks_due. */
export async function holdPending(sql: Sql, appId: string, url: string): Promise<void> {
  await sql.query(
    "UPDATE callbacks SET status = 'held', next_attempt_at = NULL WHERE app_id = $1 AND url = $2 AND status = 'pending'",
    [appId, url],
  );
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
