import { writeCallbacks } from "@/lib/messages/outbox";
import type { Sql } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { jsonb } from "@/lib/platform/jsonb";
import { campaignStatuses, progressBody } from "./campaign-progress";
import type { Progress } from "./contract";
import type { BatchRow } from "./store";

/**
 * Writes a campaign's progress into the outbox of callbacks, under the campaign's lock: the next report, frozen as it
 * stands now. A batch that wants none gets none. Primary key.
 */
export async function writeProgress(sql: Sql, batch: BatchRow, progress: Progress): Promise<void> {
  const { progress_url: url, progress_strategy: strategy } = batch;
  if (url === null || strategy === null) return;
  const sequence = batch.reports + 1;
  const body = progressBody({ ...batch, progress, callback: { url, strategy } });
  await sql.query("UPDATE batches SET told = $2, reports = $3 WHERE id = $1", [
    batch.id,
    jsonb(campaignStatuses(progress)),
    sequence,
  ]);
  await writeCallbacks(sql, [{ message_id: batch.id, sequence, id: newId(), app_id: batch.app_id, url, body }]);
}
