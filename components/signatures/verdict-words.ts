import { duration } from "@/components/time/relative-time";
import type { Change } from "./body-changes";
import { TOLERANCE_SECONDS, type Verdict } from "./verify-signature";

/** A verdict as a person reads it. */
export interface Words {
  tone: "ok" | "warn" | "bad";
  title: string;
  details: readonly string[];
}

const CHANGES: Readonly<Record<Change, string>> = {
  json: "It matches once the JSON is written again without the spaces, escapes or line breaks that were put in.",
  quoted: "It matches what is inside the quotes: this is the body written as a JSON string, as logs do.",
  newline: "It matches with the line break at the end put right.",
  "line-ends": "It matches with the other kind of line ends: CRLF and LF were exchanged.",
  mark: "It matches without the byte order mark at the beginning.",
  space: "It matches without the space around it.",
};

/** What a verdict means and what to do about it; unreadable fields speak for themselves. Pure. */
export function wordsOf(verdict: Exclude<Verdict, { result: "unreadable" }>): Words {
  if (verdict.result === "unavailable")
    return {
      tone: "warn",
      title: "This browser does not calculate signatures here",
      details: [
        "Browsers do so only on https and on localhost, and this page came over plain http. Open Tidings over https, or check with the code beside.",
      ],
    };
  const { of, age } = verdict;
  const late = ageWords(age);
  if (verdict.result === "valid")
    return {
      tone: late ? "warn" : "ok",
      title: late ? "The signature is valid, and too old or too early to be accepted" : "The signature is valid",
      details: [matchWords(verdict.which, of), ...(late ? [late] : [])],
    };
  if (verdict.result === "changed")
    return {
      tone: "bad",
      title: "The body was changed after it was signed",
      details: [
        CHANGES[verdict.change],
        "Check the raw bytes as they arrived, before anything parses, prints or trims them.",
        ...(late ? [late] : []),
      ],
    };
  return {
    tone: "bad",
    title: of === 1 ? "The signature does not match" : `None of the ${of} signatures matches`,
    details: [
      "Either the secret is another one (one of another app, or from before it was changed), or the id, the timestamp or the body is not the one that was signed.",
      ...(late ? [late] : []),
    ],
  };
}

function matchWords(which: number, of: number): string {
  if (of === 1) return "Id, timestamp and body are those that were signed with this secret.";
  const ordinal = ["first", "second", "third", "fourth"][which - 1] ?? `${which}th`;
  return `The ${ordinal} of ${of} signatures matches; while a secret is being replaced, both the new and the old one sign.`;
}

/** Why a receiver refuses the timestamp; null when it does not. */
function ageWords(age: number): string | null {
  if (Math.abs(age) <= TOLERANCE_SECONDS) return null;
  const far = duration(Math.abs(age) * 1_000);
  return age > 0
    ? `The timestamp is ${far} old: a receiver refuses what is older than 5 min, so that nobody can send it again.`
    : `The timestamp lies ${far} in the future: a receiver refuses more than 5 min. Is a clock wrong?`;
}
