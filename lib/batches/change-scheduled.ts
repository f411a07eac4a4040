import { transaction } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { type AcceptedBatch, type BatchAcceptance, checkRecipients, named, storeRecipients } from "./accept-batch";
import { newBatchRow } from "./settle-batch";
import { insertBatch, lockBatch, notifyReleasers } from "./store";

/** What can stand in the way: there is no such batch of that app, or it has begun. */
export type NotChanged = "not_found" | "too_late";

/**
 * Replaces a batch that has not begun by what is asked now, under its id. Without a time it begins at once.
 * @throws {Problem} as acceptBatch.
 */
export async function updateScheduledBatch(
  id: string,
  acceptance: BatchAcceptance,
): Promise<AcceptedBatch | NotChanged> {
  if (!isId(id)) return "not_found";
  const checked = await checkRecipients(acceptance);
  return transaction(async (sql) => {
    const before = await lockBatch(sql, id);
    if (before?.app_id !== acceptance.batch.appId) return "not_found";
    if (before.state !== "scheduled") return "too_late";
    const row = {
      ...(await newBatchRow(sql, acceptance, checked, new Date())),
      id,
      created_at: before.created_at.toISOString(),
    };
    // With its recipients.
    await sql.query("DELETE FROM batches WHERE id = $1", [id]);
    await named(() => insertBatch(sql, row));
    await storeRecipients(sql, id, checked.accepted);
    notifyReleasers(sql);
    return row;
  });
}

/** Removes a batch that has not begun, without a trace, as Routee does with campaigns. */
export async function deleteScheduledBatch(id: string, appId: string): Promise<"deleted" | NotChanged> {
  if (!isId(id)) return "not_found";
  return transaction(async (sql) => {
    const before = await lockBatch(sql, id);
    if (before?.app_id !== appId) return "not_found";
    if (before.state !== "scheduled") return "too_late";
    await sql.query("DELETE FROM batches WHERE id = $1", [id]);
    return "deleted";
  });
}
