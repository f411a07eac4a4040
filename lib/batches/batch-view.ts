import type { Batch, Progress } from "./contract";
import { isComplete, progressOf } from "./progress";
import type { BatchRow } from "./store";

/** A batch in the shape that http-contract.md gives it. Pure. @param messages its messages by status */
export function batchView(row: BatchRow, messages: Progress, now: Date): Batch {
  const progress = progressOf(
    { state: row.state, accepted: row.accepted, scheduledAt: row.scheduled_at },
    messages,
    now,
  );
  return {
    id: row.id,
    appId: row.app_id,
    name: row.name,
    kind: row.kind,
    body: row.body,
    from: row.from,
    state: row.state,
    accepted: row.accepted,
    rejected: row.rejected_count,
    progress,
    final: isComplete(progress),
    createdAt: row.created_at.toISOString(),
    scheduledAt: row.scheduled_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    messagesGoneAt: row.messages_gone_at?.toISOString() ?? null,
  };
}
