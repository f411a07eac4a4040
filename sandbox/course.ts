import { behaviourOf, type SandboxRecipient } from "@/lib/routee/sandbox-recipients";
import { type Change, FINAL, type Message } from "./message";

/** What becomes of a message and which receipts tell it. Pure: time is given. */

interface Step {
  afterMs: number;
  status: string;
  detailedStatus: string | null;
}

/** Milliseconds after acceptance, at speed 1. */
const QUEUED = 300;
const SENT = 1_000;
const BUFFERED = 1_700;
const ENDED = 2_500;
const ENDED_SLOWLY = 60_000;
/** Later segments follow at this distance. */
const BETWEEN_PARTS = 20;

const step = (afterMs: number, status: string, detailedStatus: string | null = null): Step => ({
  afterMs,
  status,
  detailedStatus,
});

const begin = [step(QUEUED, "Queued"), step(SENT, "Sent", "Sent")];
const delivered = [...begin, step(ENDED, "Delivered", "Delivered")];

function stepsOf(recipient: SandboxRecipient, isLastPart: boolean): Step[] {
  const undelivered = [...begin, step(ENDED, "Undelivered", recipient.detailedStatus ?? "Undelivered")];
  switch (recipient.outcome) {
    case "undelivered":
      return undelivered;
    case "last_segment_undelivered":
      return isLastPart ? undelivered : delivered;
    case "failed":
      return [step(QUEUED, "Queued"), step(SENT, "Failed", "Failed")];
    case "unsent":
      return [step(QUEUED, "Queued"), step(SENT, "Unsent")];
    case "slow":
      return [...begin, step(ENDED_SLOWLY, "Delivered", "Delivered")];
    case "never_final":
      return begin;
    case "unknown_status":
      return [...begin, step(BUFFERED, "Buffered"), step(ENDED, "Delivered", "Delivered")];
    default:
      return delivered;
  }
}

/** Everything that will happen to the segments of a message, in the order in which it happens. */
export function courseOf(to: string, parts: number, acceptedAt: number, speed: number): Change[] {
  const recipient = behaviourOf(to);
  return Array.from({ length: parts }, (_, i) => i + 1)
    .flatMap((part) =>
      stepsOf(recipient, part === parts).map(({ afterMs, status, detailedStatus }) => ({
        part,
        status,
        detailedStatus,
        dueAt: acceptedAt + (afterMs + (part - 1) * BETWEEN_PARTS) / speed,
        at: null,
      })),
    )
    .sort((a, b) => a.dueAt - b.dueAt || a.part - b.part);
}

/** One receipt to post: which change it tells, and which copy it is. */
export interface Receipt {
  change: number;
  copy: number;
}

/** The receipts that are posted because a change has happened, in their order. */
export function receiptsAfter({ to, callback, changes }: Message, index: number): Receipt[] {
  const { outcome } = behaviourOf(to);
  if (!callback || outcome === "no_receipts") return [];
  const told = (i: number) => callback.strategy === "OnChange" || FINAL.includes(changes[i]?.status ?? "");
  if (outcome === "out_of_order") {
    if (index !== changes.length - 1) return [];
    return changes.flatMap((_, i) => (told(i) ? [{ change: i, copy: 0 }] : [])).reverse();
  }
  if (!told(index)) return [];
  const copies = outcome === "duplicated" ? [0, 1] : [0];
  return copies.map((copy) => ({ change: index, copy }));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * When a receipt that was not answered with 200 is posted again, in milliseconds after the first time. Routee's
 * timetable; read as offsets, since as gaps it would take longer than the 24 hours it is said to last.
 */
const RETRY_OFFSETS: readonly number[] = [
  MINUTE / 2,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  24 * HOUR,
];

/** When to try again after so many tries, or null when that was the last. @param tries from 1. */
export function retryAt(firstAt: number, tries: number, speed: number): number | null {
  const offset = RETRY_OFFSETS[tries - 1];
  return offset === undefined ? null : firstAt + offset / speed;
}
