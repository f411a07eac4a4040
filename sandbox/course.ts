import { behaviourOf, type SandboxRecipient } from "@/lib/routee/sandbox-recipients";
import type { Change } from "./message";

/** What becomes of a message. Pure: time is given. */

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
const CORRECTED = ENDED + 10_000;
const ENDED_VERY_LATE = 2 * 86_400_000;
/** Later segments follow at this distance. */
const BETWEEN_PARTS = 20;

const step = (afterMs: number, status: string, detailedStatus: string | null = null): Step => ({
  afterMs,
  status,
  detailedStatus,
});

const begin = [step(QUEUED, "Queued"), step(SENT, "Sent", "Sent")];
const delivered = [...begin, step(ENDED, "Delivered", "Delivered")];
const failed = [step(QUEUED, "Queued"), step(SENT, "Failed", "Failed")];
const unsent = [step(QUEUED, "Queued"), step(SENT, "Unsent")];
const undeliveredFor = (detailedStatus: string) => [...begin, step(ENDED, "Undelivered", detailedStatus)];

/** One after the other, from the first segment on. */
const DIFFERENT_ENDS = [delivered, undeliveredFor("Unknown Number"), failed, undeliveredFor("Expired")];

function stepsOf({ outcome, detailedStatus }: SandboxRecipient, part: number, parts: number): Step[] {
  const undelivered = undeliveredFor(detailedStatus ?? "Undelivered");
  switch (outcome) {
    case "undelivered":
      return undelivered;
    case "last_segment_undelivered":
      return part === parts ? undelivered : delivered;
    case "first_segment_failed":
      return part === 1 ? failed : delivered;
    case "segments_differ":
      return DIFFERENT_ENDS[(part - 1) % DIFFERENT_ENDS.length] ?? delivered;
    case "corrected":
      return [...undeliveredFor("Undelivered on Handset"), step(CORRECTED, "Delivered", "Delivered")];
    case "failed":
      return failed;
    // Refused at once when it is sent alone; as part of a campaign it is taken first.
    case "refused_balance":
    case "unsent":
      return unsent;
    case "slow":
      return [...begin, step(ENDED_SLOWLY, "Delivered", "Delivered")];
    case "very_late":
      return [...begin, step(ENDED_VERY_LATE, "Delivered", "Delivered")];
    case "never_final":
      return begin;
    case "unknown_status":
      return withWord(delivered, "Buffered");
    case "unknown_statuses":
      return [
        step(QUEUED, "Queued"),
        step(600, "Routing"),
        ...begin.slice(1),
        step(1_400, "Buffered"),
        step(BUFFERED, "Network Error"),
        step(2_100, "Unroutable"),
        step(ENDED, "Delivered", "Delivered"),
      ];
    case "receipts_first":
      return [step(50, "Queued"), step(150, "Sent", "Sent"), step(300, "Delivered", "Delivered")];
    default:
      return delivered;
  }
}

/** With a status word more after Sent, where there is a Sent, and before what comes next. */
function withWord(steps: readonly Step[], word: string): Step[] {
  const sent = steps.findIndex(({ status }) => status === "Sent");
  if (sent < 0) return [...steps];
  const next = steps[sent + 1]?.afterMs ?? BUFFERED;
  return [...steps.slice(0, sent + 1), step(Math.min(BUFFERED, next), word), ...steps.slice(sent + 1)];
}

/** What would be delivered after the time to live is not delivered, when that ends. */
const within = (ttlMs: number) => (one: Step) =>
  one.status === "Delivered" && one.afterMs > ttlMs ? step(ttlMs, "Undelivered", "Expired") : one;

export interface CourseOptions {
  /** Without it 72 hours, as Routee documents. */
  ttlMs?: number | null;
  /** An undocumented status word that comes in between. */
  word?: string | null;
  /** Not sent for lack of balance, whoever the recipient is. */
  unpaid?: boolean;
  /** It begins so much later; milliseconds at speed 1. */
  delayMs?: number;
}

const TTL_MS = 72 * 3_600_000;

/** Everything that will happen to the segments of a message, in the order in which it happens. */
export function courseOf(
  to: string,
  parts: number,
  acceptedAt: number,
  speed: number,
  { ttlMs, word, unpaid = false, delayMs = 0 }: CourseOptions = {},
): Change[] {
  const recipient = behaviourOf(to);
  // These come before an answer that itself is not made slower.
  const pace = recipient.outcome === "receipts_first" ? Math.max(1, speed) : speed;
  const ofPart = (part: number) => {
    const steps = unpaid ? unsent : stepsOf(recipient, part, parts);
    return (word ? withWord(steps, word) : steps).map(within(ttlMs ?? TTL_MS));
  };
  return Array.from({ length: parts }, (_, i) => i + 1)
    .flatMap((part) =>
      ofPart(part).map(({ afterMs, status, detailedStatus }) => ({
        part,
        status,
        detailedStatus,
        dueAt: acceptedAt + (delayMs + afterMs + (part - 1) * BETWEEN_PARTS) / pace,
        at: null,
      })),
    )
    .sort((a, b) => a.dueAt - b.dueAt || a.part - b.part);
}
