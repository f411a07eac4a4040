import { pool } from "@/lib/platform/database";

/** How many wrong passwords are free before waiting begins: few for one account, more for an address many may share. */
const FREE = { email: 5, ip: 20 } as const;
const LONGEST_WAIT_SECONDS = 900;

// The wait doubles with each failure past the free ones and is forgotten an hour after the last. PostgreSQL's clock
// decides, so that all machines agree.
const WAIT = `make_interval(secs => CASE WHEN t.failures < $2 THEN 0 ELSE least(${LONGEST_WAIT_SECONDS}, power(2, least(t.failures - $2, 12))) END)`;

export interface Attempt {
  email: string;
  address: string;
}

const keysOf = (attempt: Attempt) =>
  [
    [`email:${attempt.email}`, FREE.email],
    [`ip:${attempt.address}`, FREE.ip],
  ] as const;

/**
 * Counts an attempt before its password is looked at, so that many at once cannot slip through together.
 * @returns 0 when it may go on, else the seconds to wait.
 */
export async function reserveAttempt(attempt: Attempt): Promise<number> {
  for (const [key, free] of keysOf(attempt)) {
    // Primary key look-ups; one row each.
    const counted = await pool().query(
      `INSERT INTO sign_in_throttle AS t (key, failures, last_failed_at) VALUES ($1, 1, now())
       ON CONFLICT (key) DO UPDATE
         SET failures = CASE WHEN t.last_failed_at < now() - interval '1 hour' THEN 1 ELSE t.failures + 1 END,
             last_failed_at = now()
         WHERE t.last_failed_at + ${WAIT} <= now()`,
      [key, free],
    );
    if (counted.rowCount === 1) continue;
    const waiting = await pool().query<{ seconds: number }>(
      `SELECT ceil(extract(epoch FROM t.last_failed_at + ${WAIT} - now()))::int AS seconds FROM sign_in_throttle t WHERE key = $1`,
      [key, free],
    );
    return Math.max(1, waiting.rows[0]?.seconds ?? 1);
  }
  return 0;
}

/** The password was right: the account starts afresh, and the address gets this attempt back. */
export async function forgiveAttempt(attempt: Attempt): Promise<void> {
  const [[email], [ip]] = keysOf(attempt);
  await pool().query(
    `WITH gone AS (DELETE FROM sign_in_throttle WHERE key = $1)
     UPDATE sign_in_throttle SET failures = greatest(0, failures - 1) WHERE key = $2`,
    [email, ip],
  );
}

/** Deletes what has been forgotten anyway. @returns how many rows went. */
export async function sweepThrottle(): Promise<number> {
  const swept = await pool().query("DELETE FROM sign_in_throttle WHERE last_failed_at < now() - interval '2 hours'");
  return swept.rowCount ?? 0;
}
