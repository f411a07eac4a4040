import { CALLBACK_CHANNEL } from "@/lib/messages/outbox";
import { transaction } from "@/lib/platform/database";
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
  const which = `app_id = $1 AND id >= uuid_v7_floor($2::timestamptz) AND id < uuid_v7_floor($3::timestamptz)
    AND status <> 'pending' AND ($4 OR status IN ('failed', 'held'))`;
  const values = [appId, from, until, only === "all"];
  return transaction(async (sql) => {
    if (dryRun) {
      const counted = await sql.query<{ count: string }>(`SELECT count(*) FROM callbacks WHERE ${which}`, values);
      return { count: Number(counted.rows[0]?.count ?? 0), dryRun };
    }
    await lockTurns(sql, appId);
    // Index callbacks_app.
    const again = await sql.query(
      `UPDATE callbacks SET status = 'pending', next_attempt_at = now(), tries = 0, done_at = NULL,
         trigger = 'replay', account_id = $5 WHERE ${which}`,
      [...values, accountId],
    );
    await waitForTurns(sql, appId);
    wake(sql, CALLBACK_CHANNEL);
    return { count: again.rowCount ?? 0, dryRun };
  });
}
