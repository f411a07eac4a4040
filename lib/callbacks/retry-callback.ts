import type { CallbackRow } from "@/lib/messages/read-callbacks";
import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import type { Callback } from "./contract";
import { deliver } from "./deliver";
import { callbackViews } from "./list-callbacks";
import { readForAttempt } from "./store";

/**
 * Makes one attempt of a callback now, because a person asks for it, whatever its status is. An attempt that fails
 * leaves the timetable as it would be after any other.
 * @param ofApp the only app whose callbacks may be asked for, or null for any.
 * @returns the callback with the new attempt, or null when there is none with this id.
 */
export async function retryCallback(
  id: string,
  { accountId, ofApp }: { accountId: string | null; ofApp: string | null },
): Promise<Callback | null> {
  const row = isId(id) ? await readForAttempt(pool(), id) : null;
  if (!row || (ofApp !== null && row.app_id !== ofApp)) return null;
  await deliver(row, { asked: { accountId } });
  const found = await pool().query<CallbackRow>("SELECT * FROM callbacks WHERE message_id = $1 AND sequence = $2", [
    row.message_id,
    row.sequence,
  ]);
  return (await callbackViews(found.rows))[0] ?? null;
}
