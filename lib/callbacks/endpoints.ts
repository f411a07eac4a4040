import { CALLBACK_CHANNEL } from "@/lib/messages/outbox";
import { longPool, pool, transaction } from "@/lib/platform/database";
import { wake } from "@/lib/platform/wake";
import type { Endpoint, Resume } from "./contract";
import { holdPending, lockTurns, waitForTurns } from "./store-turns";

interface EndpointRow {
  app_id: string;
  url: string;
  failing_since: Date;
  paused_at: Date | null;
  problem: string;
  held: string;
  oldest: Date | null;
}

/**
 * Addresses that fail or are paused, with how much is held for each. Index callbacks_held.
 * @param appId null for those of all apps.
 */
export async function listEndpoints(appId: string | null): Promise<Endpoint[]> {
  const found = await pool().query<EndpointRow>(
    `SELECT e.app_id, e.url, e.failing_since, e.paused_at, e.problem, count(c.id) AS held, min(c.created_at) AS oldest
     FROM callback_endpoints e
     LEFT JOIN callbacks c ON c.app_id = e.app_id AND c.url = e.url AND c.status = 'held'
     WHERE $1::uuid IS NULL OR e.app_id = $1 GROUP BY e.app_id, e.url ORDER BY e.failing_since`,
    [appId],
  );
  return found.rows.map((row) => ({
    appId: row.app_id,
    url: row.url,
    failingSince: row.failing_since.toISOString(),
    pausedAt: row.paused_at?.toISOString() ?? null,
    problem: row.problem,
    held: Number(row.held),
    oldestHeldAt: row.oldest?.toISOString() ?? null,
  }));
}

/** Pauses an address on purpose: what waits for it and what comes is held. */
export async function pauseEndpoint(appId: string, url: string): Promise<void> {
  await transaction(async (sql) => {
    await sql.query(
      `INSERT INTO callback_endpoints (app_id, url, failing_since, paused_at, problem)
       VALUES ($1, $2, now(), now(), 'Paused by hand.')
       ON CONFLICT (app_id, url) DO UPDATE SET paused_at = coalesce(callback_endpoints.paused_at, now())`,
      [appId, url],
    );
    await holdPending(sql, appId, url);
  }, longPool());
}

/**
 * Lets an address have callbacks again. What is held is delivered, all of it or only the latest of each message; what
 * is left out ends as failed, and says so.
 * @returns how many are delivered, or null when the address is not paused.
 */
export async function resumeEndpoint(appId: string, { url, deliver }: Resume): Promise<number | null> {
  return transaction(async (sql) => {
    const gone = await sql.query(
      "DELETE FROM callback_endpoints WHERE app_id = $1 AND url = $2 AND paused_at IS NOT NULL",
      [appId, url],
    );
    if (gone.rowCount === 0) return null;
    // Index callbacks_held.
    const messages = await lockTurns(sql, "c.url = $2 AND c.status = 'held'", [appId, url]);
    if (deliver !== "all")
      // Primary key for the later ones.
      await sql.query(
        `UPDATE callbacks c SET status = 'failed', done_at = now(), last_problem = 'Left out when callbacks were resumed.'
         WHERE app_id = $1 AND url = $2 AND status = 'held' AND message_id = ANY($4::uuid[]) AND ($3 OR EXISTS (
           SELECT FROM callbacks l WHERE l.message_id = c.message_id AND l.sequence > c.sequence AND l.url = c.url
             AND l.status = 'held'))`,
        [appId, url, deliver === "none", messages],
      );
    const resumed = await sql.query(
      `UPDATE callbacks SET status = 'pending', next_attempt_at = now(), tries = 0
       WHERE app_id = $1 AND url = $2 AND status = 'held' AND message_id = ANY($3::uuid[])`,
      [appId, url, messages],
    );
    await waitForTurns(sql, messages);
    wake(sql, CALLBACK_CHANNEL);
    return resumed.rowCount ?? 0;
  }, longPool());
}
