import { pool } from "./database";
import { inTime } from "./in-time";
import { log } from "./log";
import { countQueued } from "./queue";

export interface Health {
  database: "ok" | "failing";
  /** When a worker was last seen (ISO 8601, null for never) and how many jobs and messages are due. */
  worker: { lastSeenAt: string | null; queued: number };
}

/** Whoever asks gives up about then. */
const PATIENCE_MS = 5_000;

/** Asks the database; never throws, and takes no longer than 5 seconds. */
export async function readHealth(): Promise<Health> {
  try {
    return await inTime(ask(), PATIENCE_MS, () => new Error(`no answer within ${PATIENCE_MS} ms`));
  } catch (error) {
    log().warn({ err: error }, "the database does not answer");
    return { database: "failing", worker: { lastSeenAt: null, queued: 0 } };
  }
}

async function ask(): Promise<Health> {
  const seen = await pool().query<{ last: Date | null }>("SELECT max(last_seen_at) AS last FROM workers");
  return {
    database: "ok",
    worker: { lastSeenAt: seen.rows[0]?.last?.toISOString() ?? null, queued: await countQueued(pool()) },
  };
}
