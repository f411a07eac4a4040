import { pool, transaction } from "@/lib/platform/database";

/** So many messages go in one transaction, so that none takes long. */
const BATCH = 1_000;

/** What belongs to a message and goes with it, by the name of its key. */
const OF_A_MESSAGE = ["callback_attempts", "callbacks", "follow_ups", "message_events", "message_states"] as const;

/** What belongs to a campaign itself: its progress is called back in its own name. */
const OF_A_BATCH = ["callback_attempts", "callbacks"] as const;

/**
 * Removes an app's messages with everything that belongs to them, and in the end the app, bit by bit: a crash in
 * between leaves something to go on with. Index messages_app; primary keys.
 */
export async function deleteAppMessages(appId: string): Promise<void> {
  await deleteBatches(appId);
  while ((await deleteMessages(appId)) > 0);
  await pool().query("DELETE FROM apps WHERE id = $1 AND deleting_at IS NOT NULL", [appId]);
}

function deleteMessages(appId: string): Promise<number> {
  return transaction(async (sql) => {
    const found = await sql.query<{ id: string }>(
      `SELECT m.id FROM messages m JOIN apps a ON a.id = m.app_id
       WHERE m.app_id = $1 AND a.deleting_at IS NOT NULL ORDER BY m.id DESC LIMIT ${BATCH} FOR UPDATE OF m`,
      [appId],
    );
    const ids = found.rows.map(({ id }) => id).sort();
    if (ids.length === 0) return 0;
    const values = [ids, ids[0], ids.at(-1)];
    for (const table of OF_A_MESSAGE)
      await sql.query(
        `DELETE FROM ${table} WHERE message_id = ANY($1::uuid[]) AND message_id >= $2 AND message_id <= $3`,
        values,
      );
    await sql.query("DELETE FROM messages WHERE id = ANY($1::uuid[]) AND id >= $2 AND id <= $3", values);
    return ids.length;
  });
}

/** Batches go first, with the recipients that have no message yet, so that no more are made. Index batches_app. */
function deleteBatches(appId: string): Promise<void> {
  return transaction(async (sql) => {
    const gone = await sql.query<{ id: string }>(
      `DELETE FROM batches b USING apps a
       WHERE b.app_id = $1 AND a.id = b.app_id AND a.deleting_at IS NOT NULL RETURNING b.id`,
      [appId],
    );
    const ids = gone.rows.map(({ id }) => id);
    for (const table of ids.length > 0 ? OF_A_BATCH : [])
      await sql.query(`DELETE FROM ${table} WHERE message_id = ANY($1::uuid[])`, [ids]);
  });
}
