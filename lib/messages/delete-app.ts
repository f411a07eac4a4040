import type { App, AppContent } from "@/lib/apps/contract";
import { longPool, transaction } from "@/lib/platform/database";
import { Problem } from "@/lib/platform/problem";
import { addJob } from "@/lib/platform/queue";

/** The job that removes what belonged to a deleted app. */
export const DELETE_APP = "delete-app";

/**
 * What goes with an app when it is deleted; recipients of a batch whose message is not made yet count as open messages.
 * Indexes message_states_app_status, batches_app and primary key.
 */
export async function appContent(appId: string): Promise<AppContent> {
  const counted = await longPool().query<{ messages: string; open: string; waiting: string; callbacks: string }>(
    `SELECT count(*) AS messages, count(*) FILTER (WHERE NOT final) AS open,
       (SELECT count(*) FROM batch_recipients r JOIN batches b ON b.id = r.batch_id WHERE b.app_id = $1) AS waiting,
       (SELECT count(*) FROM callbacks WHERE app_id = $1) AS callbacks
     FROM message_states WHERE app_id = $1`,
    [appId],
  );
  const row = counted.rows[0];
  const waiting = Number(row?.waiting);
  return {
    messages: Number(row?.messages) + waiting,
    open: Number(row?.open) + waiting,
    callbacks: Number(row?.callbacks),
  };
}

/**
 * Deletes an app. It is gone at once for everybody; its messages are removed by a job. With messages its name has to be
 * given, so that nobody deletes them by a slip.
 * @param name as typed. @throws {Problem} `conflict` when messages would go and the name is not the app's.
 */
export async function deleteApp(app: App, name: string | undefined): Promise<void> {
  const { messages } = await appContent(app.id);
  if (messages > 0 && name?.trim() !== app.name) {
    const message = `Type the app's name to delete it with its ${messages} messages.`;
    throw new Problem("conflict", message, { errors: [{ path: "name", code: "confirmation", message }] });
  }
  await transaction(async (sql) => {
    await sql.query("UPDATE apps SET deleting_at = now(), archived_at = coalesce(archived_at, now()) WHERE id = $1", [
      app.id,
    ]);
    await addJob(sql, DELETE_APP, { appId: app.id }, { key: `${DELETE_APP}:${app.id}` });
  });
}
