import { behaviourOf, type SandboxOutcome } from "@/lib/routee/sandbox-recipients";
import { FINAL, type Message, type ParcelKind, type PlannedReceipt } from "./message";

/** Which receipts tell the changes of a message, and when they are posted. Pure. */

export interface ReceiptFaults {
  /** Of the receipts, from 0 to 1. */
  duplicateShare: number;
  lostShare: number;
  shuffle: boolean;
  /** At speed 1. */
  maxExtraDelayMs: number;
  /** Whether OnChange tells the first Queued too. */
  initialQueuedReceipt: boolean;
}

export const NO_RECEIPT_FAULTS: ReceiptFaults = {
  duplicateShare: 0,
  lostShare: 0,
  shuffle: false,
  maxExtraDelayMs: 0,
  initialQueuedReceipt: true,
};

const LATE_MS = 6 * 3_600_000;
const COPIES: Partial<Record<SandboxOutcome, number>> = { duplicated: 2, posted_five_times: 5 };

type Told = Pick<Message, "to" | "callback" | "changes">;

/**
 * @param dice a number from 0 up to 1, the same for the same question.
 * @returns in the order in which they are posted.
 */
export function planReceipts(
  message: Told,
  speed: number,
  faults: ReceiptFaults = NO_RECEIPT_FAULTS,
  dice: (...about: (string | number)[]) => number = () => 1,
): PlannedReceipt[] {
  const { outcome } = behaviourOf(message.to);
  if (outcome === "no_receipts") return [];
  const planned = toldChanges(message, faults.initialQueuedReceipt)
    .filter((change) => dice("lost", change) >= faults.lostShare)
    .flatMap((change) => copiesOf(outcome, dice("duplicate", change) < faults.duplicateShare, change))
    .map(({ change, copy, kind }) => ({
      change,
      copy,
      kind,
      dueAt: dueOf(message, change, outcome, speed) + (dice("delay", change, copy) * faults.maxExtraDelayMs) / speed,
    }));
  if (outcome === "out_of_order") planned.reverse();
  const ordered = faults.shuffle ? shuffled(planned, dice) : planned;
  return ordered.sort((a, b) => a.dueAt - b.dueAt);
}

/** The numbers of the changes that the strategy asks for. */
function toldChanges({ to, callback, changes }: Told, initialQueued: boolean): number[] {
  if (!callback) return [];
  const isFinal = (index: number) => FINAL.includes(changes[index]?.status ?? "");
  const all = changes
    .map((_, index) => index)
    .filter((index) =>
      callback.strategy === "OnCompletion" ? isFinal(index) : initialQueued || changes[index]?.status !== "Queued",
    );
  if (behaviourOf(to).outcome !== "first_final_lost") return all;
  const lost = all.find(isFinal);
  return all.filter((index) => index !== lost);
}

function copiesOf(outcome: SandboxOutcome, again: boolean, change: number) {
  const count = (COPIES[outcome] ?? 1) + (again ? 1 : 0);
  const kinds = Array.from({ length: count }, (): ParcelKind => "receipt");
  if (outcome === "garbage_receipts") kinds.push("not_json", "no_status");
  return kinds.map((kind, copy) => ({ change, copy, kind }));
}

function dueOf({ changes }: Told, change: number, outcome: SandboxOutcome, speed: number): number {
  const own = changes[change]?.dueAt ?? 0;
  if (outcome === "out_of_order") return changes.at(-1)?.dueAt ?? own;
  return outcome === "late_receipts" ? own + LATE_MS / speed : own;
}

/** Each is posted when another one was to be, unless that is before it can be told. */
function shuffled(planned: readonly PlannedReceipt[], dice: (...about: (string | number)[]) => number) {
  const mixed = planned
    .map((one, index) => ({ one, at: dice("shuffle", index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
  return mixed.map((one, index) => ({ ...one, dueAt: Math.max(one.dueAt, planned[index]?.dueAt ?? 0) }));
}
