/**
 * The idempotency key of a form: however often it is sent, it is one message. Pure.
 *
 * The key stays the same through double clicks, lost connections and errors of the server, since the message may have
 * been taken. It is renewed after a success, and when something is changed after a definite refusal.
 */
export interface SendKey {
  key: string;
  /** The last attempt was refused for what was in it: nothing was taken. */
  refused: boolean;
}

export type Outcome = "accepted" | "refused" | "open";

/** The key after an attempt. @param fresh a new random key. */
export function keyAfter(before: SendKey, outcome: Outcome, fresh: string): SendKey {
  if (outcome === "accepted") return { key: fresh, refused: false };
  return { key: before.key, refused: outcome === "refused" };
}

/** The key after something in the form was changed. @param fresh a new random key. */
export function keyAfterEdit(before: SendKey, fresh: string): SendKey {
  return before.refused ? { key: fresh, refused: false } : before;
}

/** What an error answer means for the message. A 4xx was refused; all others leave it open. @param status HTTP. */
export function outcomeOf(status: number | null): Outcome {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 409 ? "refused" : "open";
}

/** A random key, also where `crypto.randomUUID` is missing because the page came over plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
