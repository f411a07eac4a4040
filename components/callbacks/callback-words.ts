import type { CallbackAttempt, MessageCallback } from "@/lib/messages/contract";

/** Callbacks in words. Pure. */

/** What the last attempt came to; why there is none yet. */
export function lastAnswer({ attempts, status }: Pick<MessageCallback, "attempts" | "status">): string {
  const last = attempts.at(-1);
  if (!last) return status === "held" ? "Held back, not tried" : "Not tried yet";
  return answerWords(last);
}

/** What one attempt came to. */
export function answerWords({ httpStatus, problem }: Pick<CallbackAttempt, "httpStatus" | "problem">): string {
  return problem ?? (httpStatus === null ? "No answer" : `Answered ${httpStatus}`);
}

const TRIGGERS: Readonly<Record<CallbackAttempt["trigger"], string>> = {
  auto: "By itself",
  manual: "Retried",
  replay: "Replayed",
  test: "Test",
};

/** Why an attempt was made, and who asked for it. */
export function triggerWords({ trigger, person }: Pick<CallbackAttempt, "trigger" | "person">): string {
  return person ? `${TRIGGERS[trigger]} by ${person}` : TRIGGERS[trigger];
}

/** What a callback tells, from its body; null when it is no callback of ours. */
export function toldBy(body: string): { status: string; to: string } | null {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== "object" || parsed === null || !("status" in parsed) || !("to" in parsed)) return null;
  const { status, to } = parsed;
  if (typeof status !== "object" || status === null || !("name" in status)) return null;
  return typeof status.name === "string" && typeof to === "string" ? { status: status.name, to } : null;
}

/** An address without what all have in common, to be shown in a narrow place. */
export function shortAddress(url: string): string {
  return url.replace(/^https:\/\//, "").replace(/\/$/, "");
}
