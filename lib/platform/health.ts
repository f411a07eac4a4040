import { pool } from "./database";
import { log } from "./log";
import { countQueued } from "./queue";

export interface Health {
  database: "ok" | "failing";
  /** When a worker was last seen (ISO 8601, null for never) and how many jobs and messages are due. */
  worker: { lastSeenAt: string | null; queued: number };
}

/** Asks the database; never throws. */
export async function readHealth(): Promise<Health> {
  try {
    const seen = await pool().query<{ last: Date | null }>("SELECT max(last_seen_at) AS last FROM workers");
    return {
      database: "ok",
      worker: { lastSeenAt: seen.rows[0]?.last?.toISOString() ?? null, queued: await countQueued(pool()) },
    };
  } catch (error) {
    log().warn({ err: error }, "the database does not answer");
    return { database: "failing", worker: { lastSeenAt: null, queued: 0 } };
  }
}
