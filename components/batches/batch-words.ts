import { Ban, CalendarClock, CheckCheck, CirclePause, CirclePlay, type LucideIcon } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { BatchState, RejectionCode } from "@/lib/batches/contract";

/** Batches in words. Pure. */

export const STATE_LOOKS: Readonly<Record<BatchState, { Icon: LucideIcon; tone: Tone; word: string }>> = {
  scheduled: { Icon: CalendarClock, tone: "neutral", word: "Scheduled" },
  running: { Icon: CirclePlay, tone: "info", word: "Running" },
  paused: { Icon: CirclePause, tone: "warn", word: "Paused" },
  cancelled: { Icon: Ban, tone: "neutral", word: "Cancelled" },
  finished: { Icon: CheckCheck, tone: "ok", word: "Finished" },
};

const REASONS: Readonly<Record<RejectionCode, string>> = {
  invalid_recipient: "It is not a recipient: a number with variables is expected.",
  unknown_field: "It has a field that a recipient does not have.",
  invalid_number: "It is not a phone number in international format: + and country code, at most 15 digits.",
  duplicate: "The number stands in an earlier row already.",
  invalid_variables: "A variable is not a text.",
  missing_variable: "A variable that the text needs is missing.",
  body_too_long: "With its variables filled in the text is longer than 1,600 characters.",
  body_empty: "With its variables filled in the text is empty.",
  invalid_character: "A variable holds a character that cannot be sent.",
};

/** Why a recipient is left out, in one sentence. */
export function reasonWords(code: RejectionCode): string {
  return REASONS[code];
}

/** A count with its noun. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? noun : `${noun}s`}`;
}
