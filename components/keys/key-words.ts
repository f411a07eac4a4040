import type { ApiKey, Scope } from "@/lib/keys/contract";

export const SCOPE_WORDS: Readonly<Record<Scope, { word: string; does: string }>> = {
  "messages:send": { word: "Send", does: "Send messages and batches, cancel them, deliver callbacks again." },
  "messages:read": { word: "Read", does: "Read messages, statuses, callbacks and the balance." },
};

/** How long a new key may live, in days; null for until it is revoked. */
export const LIFETIMES = [30, 90, 365, null] as const;

export type KeyState = "active" | "revoked" | "expired";

/** Whether a key can be used. Pure. @param now milliseconds. */
export function stateOf({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, now: number): KeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && Date.parse(expiresAt) <= now ? "expired" : "active";
}

/** A line for a shell that sends with a new key. Pure. */
export function curlLine(origin: string, secret: string): string {
  return `curl ${origin}/sms -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/json' -d '{"to":"+306900000001","from":"Tidings","body":"Hello"}'`;
}
