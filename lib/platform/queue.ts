import type { Sql } from "./database";

/**
 * The queue is graphile-worker's, inside the same PostgreSQL, so that a job is added in the transaction of the thing
 * it is for. Its tables are created by its own migrations at start.
 */
export interface JobOptions {
  /** A job not begun yet with the same key is replaced, unless `keep` says otherwise. */
  key?: string;
  /** What stays of a job with the same key: when it is due, or all of it. */
  keep?: "time" | "job";
  /** Not before so many milliseconds from now, by PostgreSQL's clock. */
  delayMs?: number;
  /** After so many failures (thrown errors) the job stays as failed; 25 unless told. */
  maxAttempts?: number;
}

/** graphile-worker's names. */
const KEEPING = { time: "preserve_run_at", job: "unsafe_dedupe" } as const;

/** Adds a job within the caller's transaction. @param name the task's name in the worker's list. */
export async function addJob(sql: Sql, name: string, payload: object, options: JobOptions = {}): Promise<void> {
  await sql.query(
    `SELECT graphile_worker.add_job($1, payload := $2::json, job_key := $3,
       run_at := now() + $4 * interval '1 millisecond', max_attempts := $5, job_key_mode := $6)`,
    [
      name,
      JSON.stringify(payload),
      options.key ?? null,
      options.delayMs ?? 0,
      options.maxAttempts ?? 25,
      options.keep ? KEEPING[options.keep] : "replace",
    ],
  );
}

/** How many jobs and hand-overs are due and not begun. Reads graphile-worker's public view; index messages_hand_over. */
export async function countQueued(sql: Sql): Promise<number> {
  const counted = await sql.query<{ count: string }>(
    `SELECT (SELECT count(*) FROM graphile_worker.jobs
         WHERE locked_at IS NULL AND run_at <= now() AND attempts < max_attempts)
       + (SELECT count(*) FROM messages WHERE hand_over = 'pending' AND batch_id IS NULL AND hand_over_at <= now())
       + (SELECT count(*) FROM messages WHERE hand_over = 'pending' AND batch_id IS NOT NULL AND hand_over_at <= now())
       AS count`,
  );
  return Number(counted.rows[0]?.count ?? 0);
}
