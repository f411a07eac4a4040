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
  /** Jobs with a higher number wait for those with a lower one; 0 unless told. */
  priority?: number;
  /** After so many failures (thrown errors) the job stays as failed; 25 unless told. */
  maxAttempts?: number;
}

/** graphile-worker's names. */
const KEEPING = { time: "preserve_run_at", job: "unsafe_dedupe" } as const;

/** Adds a job within the caller's transaction. @param name the task's name in the worker's list. */
export async function addJob(sql: Sql, name: string, payload: object, options: JobOptions = {}): Promise<void> {
  await sql.query(
    `SELECT graphile_worker.add_job($1, payload := $2::json, job_key := $3,
       run_at := now() + $4 * interval '1 millisecond', max_attempts := $5, job_key_mode := $6, priority := $7)`,
    [
      name,
      JSON.stringify(payload),
      options.key ?? null,
      options.delayMs ?? 0,
      options.maxAttempts ?? 25,
      options.keep ? KEEPING[options.keep] : "replace",
      options.priority ?? 0,
    ],
  );
}

/** A job among several of the same name. */
export interface JobSpec {
  payload: object;
  /** A job not begun yet with the same key is replaced. */
  key: string;
  /** Not before so many milliseconds from now, by PostgreSQL's clock. */
  delayMs: number;
  /** Jobs with a higher number wait for those with a lower one. */
  priority: number;
}

/** Adds jobs within the caller's transaction, in one statement. No two with the same key. */
export async function addJobs(sql: Sql, name: string, jobs: readonly JobSpec[]): Promise<void> {
  if (jobs.length === 0) return;
  await sql.query(
    `SELECT count(*) FROM graphile_worker.add_jobs((
       SELECT array_agg(ROW($1, j.payload, NULL, now() + j."delayMs" * interval '1 millisecond', NULL, j.key, j.priority, NULL)
         ::graphile_worker.job_spec)
       FROM json_to_recordset($2::json) AS j(payload json, key text, "delayMs" float8, priority int)))`,
    [name, JSON.stringify(jobs)],
  );
}

/** How many jobs are due and not begun. Reads graphile-worker's public view. */
export async function queuedJobs(sql: Sql): Promise<number> {
  const counted = await sql.query<{ count: string }>(
    "SELECT count(*) FROM graphile_worker.jobs WHERE locked_at IS NULL AND run_at <= now() AND attempts < max_attempts",
  );
  return Number(counted.rows[0]?.count ?? 0);
}
