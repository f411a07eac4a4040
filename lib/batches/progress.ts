import type { MessageStatus } from "@/lib/messages/contract";
import { STATUSES } from "@/lib/messages/status";
import type { BatchState, Progress } from "./contract";

/** How far a batch is. Pure. */

export interface Standing {
  state: BatchState;
  accepted: number;
  scheduledAt: Date | null;
}

/**
 * How many recipients stand where: the messages' statuses, and what those without a message yet count as. Cancelled
 * before they had one, they are cancelled.
 */
export function progressOf({ state, accepted, scheduledAt }: Standing, messages: Progress, now: Date): Progress {
  const waiting = accepted - total(messages);
  if (waiting <= 0) return messages;
  const status = waitsAs(state, scheduledAt, now);
  return { ...messages, [status]: (messages[status] ?? 0) + waiting };
}

function waitsAs(state: BatchState, scheduledAt: Date | null, now: Date): MessageStatus {
  if (state === "cancelled") return "Cancelled";
  if (state === "scheduled" || (state === "paused" && scheduledAt !== null && scheduledAt > now)) return "Scheduled";
  return "Accepted";
}

/** Whether every recipient's status is final. */
export function isComplete(progress: Progress): boolean {
  return entries(progress).every(([status]) => STATUSES[status].final);
}

/** How many recipients there are in all. */
export function total(progress: Progress): number {
  return entries(progress).reduce((sum, [, count]) => sum + count, 0);
}

/** The statuses that somebody has, in the order of the one table of statuses. */
export function entries(progress: Progress): [MessageStatus, number][] {
  return (Object.keys(STATUSES) as MessageStatus[]).flatMap((status): [MessageStatus, number][] => {
    const count = progress[status] ?? 0;
    return count > 0 ? [[status, count]] : [];
  });
}
