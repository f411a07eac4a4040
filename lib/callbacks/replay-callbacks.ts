import { CALLBACK_CHANNEL } from "@/lib/messages/outbox";
import { longPool, transaction } from "@/lib/platform/database";
import { wake } from "@/lib/platform/wake";
import type { Replay, Replayed } from "./contract";
import { lockTurns, waitForTurns } from "./store-turns";

/**
 * Puts an app's callbacks of a window back to be delivered, each with its first body and id: those that failed or are
 * held, or all. In order per message, as ever.
 * @returns how many; with `dryRun` how many it would be.
 */
export async function replayCallbacks(
  { appId, from, until, only, dryRun = false }: Replay,
  accountId: string | null,
): Promise<Replayed> {
  const which = `c.id >= uuid_v7_floor($2::timestamptz) AND c.id < uuid_v7_floor($3::timestamptz)
    AND c.status <> 'pending' AND ($4 OR c.status IN ('failed', 'held'))`;
  const values = [appId, from, until, only === "all"] as const;
  return transaction(async (sql) => {
    if (dryRun) {
      const counted = await sql.query<{ count: string }>(
        `SELECT count(*) FROM callbacks c WHERE c.app_id = $1 AND ${which}`,
        [...values],
      );
      return { count: Number(counted.rows[0]?.count ?? 0), dryRun };
    }
    // Index callbacks_app.
    const messages = await lockTurns(sql, which, values);
    const again = await sql.query(
      `UPDATE callbacks c SET status = 'pending', next_attempt_at = now(), tries = 0, done_at = NULL,
         trigger = 'replay', account_id = $5 WHERE c.app_id = $1 AND c.message_id = ANY($6::uuid[]) AND ${which}`,
      [...values, accountId, messages],
    );
    await waitForTurns(sql, messages);
    wake(sql, CALLBACK_CHANNEL);
    return { count: again.rowCount ?? 0, dryRun };
  }, longPool());
}
