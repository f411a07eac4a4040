/**
 * What the sandbox does for which recipient: the last two digits of a Greek mobile number whose eight other digits
 * are 69000000 decide. Every other number is delivered. Pure, so that the compose form can show the same list.
 */

const PREFIX = "+3069000000";

export type SandboxOutcome =
  | "delivered"
  | "undelivered"
  | "failed"
  | "unsent"
  | "slow"
  | "never_final"
  | "no_receipts"
  | "out_of_order"
  | "duplicated"
  | "unknown_status"
  | "last_segment_undelivered"
  | "first_segment_failed"
  | "segments_differ"
  | "corrected"
  | "unknown_statuses"
  | "very_late"
  | "late_receipts"
  | "first_final_lost"
  | "posted_five_times"
  | "garbage_receipts"
  | "receipts_first"
  | "refused_balance"
  | "refused_sender"
  | "dropped_before"
  | "dropped_after"
  | "server_error"
  | "rate_limited"
  | "slow_answer"
  | "error_after"
  | "garbage_after"
  | "garbage_before"
  | "unavailable"
  | "always_limited"
  | "token_expired"
  | "slow_1s"
  | "slow_3s";

export interface SandboxRecipient {
  /** The last two digits. */
  ending: string;
  /** A whole number that can be sent to, E.164. */
  example: string;
  outcome: SandboxOutcome;
  /** Routee's detailed status, where the outcome has one. */
  detailedStatus?: string;
  /** One sentence for people. */
  explanation: string;
}

function recipient(
  ending: string,
  outcome: SandboxOutcome,
  explanation: string,
  detailedStatus?: string,
): SandboxRecipient {
  const example = PREFIX + ending;
  return { ending, example, outcome, explanation, ...(detailedStatus === undefined ? {} : { detailedStatus }) };
}

/** Every recipient with an outcome of its own, and one that is delivered. */
export const SANDBOX_RECIPIENTS: readonly SandboxRecipient[] = [
  recipient("01", "delivered", "Delivered after about 2.5 seconds, like every number that is not listed here."),
  recipient("10", "undelivered", "The phone is switched off or out of reach.", "Undelivered on Handset"),
  recipient("11", "undelivered", "The number does not exist any more.", "Unknown Number"),
  recipient("12", "undelivered", "The recipient is abroad and could not be reached there.", "Roaming"),
  recipient("13", "undelivered", "The recipient's line is barred.", "Call Barred"),
  recipient("14", "undelivered", "Not delivered, and the network does not say why.", "Unknown Status"),
  recipient("15", "undelivered", "A content filter of the mobile network stopped it.", "Carrier Violation"),
  recipient("16", "undelivered", "Its time to live ran out before the phone could be reached.", "Expired"),
  recipient("20", "failed", "Routee takes it and then cannot process it.", "Failed"),
  recipient("21", "unsent", "Taken, then not sent for lack of balance."),
  recipient("22", "corrected", "Reported as not delivered, and 10 seconds later as delivered after all."),
  recipient("23", "first_segment_failed", "The first segment fails, the others are delivered."),
  recipient("24", "segments_differ", "Each segment ends in another way: delivered, undelivered, failed, expired."),
  recipient("30", "slow", "Delivered only after 60 seconds."),
  recipient("31", "never_final", "Stays Sent: no final status ever comes."),
  recipient("32", "no_receipts", "Delivered, but no receipt is posted; only tracking knows."),
  recipient("33", "out_of_order", "Delivered, with the receipts posted in reverse order."),
  recipient("34", "duplicated", "Delivered, with every receipt posted twice."),
  recipient("35", "unknown_status", "Delivered, after a status word that Routee does not document."),
  recipient("36", "last_segment_undelivered", "The last segment is not delivered, the others are.", "Unknown Status"),
  recipient("37", "unknown_statuses", "Delivered, after four status words that Routee does not document."),
  recipient("38", "very_late", "Delivered only after two days."),
  recipient("39", "late_receipts", "Delivered at once, but the receipts are posted only six hours later."),
  recipient("40", "refused_balance", "Refused at once for lack of balance (400001009)."),
  recipient("41", "refused_sender", "Refused at once because of the sender ID (400005000)."),
  recipient("50", "dropped_before", "The connection is cut before the message is taken."),
  recipient("51", "dropped_after", "Taken and delivered, but the connection is cut before the answer."),
  recipient("52", "server_error", "Answered with HTTP 500; the message is not taken."),
  recipient("53", "rate_limited", "The first two requests are answered 429 with Retry-After: 2; the third is taken."),
  recipient("54", "slow_answer", "Taken and delivered, but the answer comes only after 15 seconds."),
  recipient("55", "error_after", "Taken and delivered, but answered with HTTP 500."),
  recipient("56", "garbage_after", "Taken and delivered, but answered 200 with a page of HTML."),
  recipient("57", "garbage_before", "Answered 200 with half a JSON; the message is not taken."),
  recipient("58", "unavailable", "Answered 503 with Retry-After: 2, every time; never taken."),
  recipient("59", "always_limited", "Answered 429 with Retry-After: 1, every time; never taken."),
  recipient("60", "first_final_lost", "Delivered, but the first final receipt is never posted; only tracking knows."),
  recipient("61", "posted_five_times", "Delivered, with every receipt posted five times."),
  recipient(
    "62",
    "garbage_receipts",
    "Delivered, with garbage between the receipts: no JSON, and JSON without a status.",
  ),
  recipient(
    "63",
    "receipts_first",
    "Delivered, with all receipts posted before the request is answered, a second later.",
  ),
  recipient("70", "token_expired", "The token expires in the middle: 401 once, then taken with a new token."),
  recipient("71", "slow_1s", "Taken and delivered, and answered after 1 second."),
  recipient("72", "slow_3s", "Taken and delivered, and answered after 3 seconds."),
];

const DELIVERED: SandboxRecipient = recipient("01", "delivered", "Delivered after about 2.5 seconds.");
const byNumber = new Map(SANDBOX_RECIPIENTS.map((entry) => [entry.example, entry]));

/** What the sandbox does for a recipient (E.164). Total: what is not in the table is delivered. */
export function behaviourOf(to: string): SandboxRecipient {
  return byNumber.get(to) ?? { ...DELIVERED, ending: to.slice(-2), example: to };
}
