import type { BatchState, Progress } from "./contract";
import { entries, isComplete } from "./progress";

/** A campaign's progress in Routee's words (routee-api.md §8.3, §14.3). Pure. */

export type CampaignState = "Scheduled" | "Queued" | "Running" | "Sent" | "Finished";

/** Messages by Routee's statuses: what waits with us is `Queued`; what Routee has no word for keeps ours. */
export function campaignStatuses(progress: Progress): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const [status, count] of entries(progress)) {
    const name = status === "Scheduled" || status === "Accepted" ? "Queued" : status;
    statuses[name] = (statuses[name] ?? 0) + count;
  }
  return statuses;
}

/** Routee's state of a campaign: by how many have left, and how many of those have ended. */
export function campaignState(state: BatchState, progress: Progress): CampaignState {
  if (state === "scheduled") return "Scheduled";
  if (isComplete(progress)) return "Finished";
  const waiting = (progress.Accepted ?? 0) + (progress.Scheduled ?? 0);
  if (waiting === 0) return "Sent";
  const left = entries(progress).some(([status]) => status !== "Accepted" && status !== "Scheduled");
  return left ? "Running" : "Queued";
}

/** Told anew when so large a share of the messages has another status. */
const SHIFT = 0.2;

/** Whether the messages' statuses have shifted enough to tell of it. @param told what was told last; nothing: all wait. */
export function hasShifted(
  told: Readonly<Record<string, number>> | null,
  now: Readonly<Record<string, number>>,
): boolean {
  const count = Object.values(now).reduce((sum, one) => sum + one, 0);
  const before = told ?? { Queued: count };
  // What left one status came to another, so that each move is counted once.
  const moved = Object.keys(now).reduce((sum, name) => sum + Math.max(0, (now[name] ?? 0) - (before[name] ?? 0)), 0);
  return count > 0 && moved / count >= SHIFT;
}

/** What is posted. */
export function progressBody(campaign: {
  id: string;
  name: string | null;
  accepted: number;
  state: BatchState;
  progress: Progress;
  callback: { url: string; strategy: string };
}): string {
  return JSON.stringify({
    trackingId: campaign.id,
    ...(campaign.name === null ? {} : { name: campaign.name }),
    totalRecipients: campaign.accepted,
    campaignStatus: campaignState(campaign.state, campaign.progress),
    messageStatuses: campaignStatuses(campaign.progress),
    callbackInfo: campaign.callback,
  });
}

const SECOND = 1_000;

/** When a campaign's progress is looked at again: often while it is young, seldom once only the last receipts are out. */
export function nextLookMs(ageMs: number): number {
  return Math.min(300 * SECOND, Math.max(2 * SECOND, ageMs / 20));
}
