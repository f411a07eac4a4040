import { createHmac } from "node:crypto";

/**
 * Standard Webhooks (github.com/standard-webhooks): HMAC-SHA256 over `id.timestamp.body` with the base64 part of a
 * `whsec_` secret, one signature for each secret that is valid now, separated by spaces. Pure.
 */
export interface Signed {
  "webhook-id": string;
  /** Seconds since 1970. */
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/** @param id the same on every attempt. @param secrets the current one first; each `whsec_` and base64. */
export function sign(id: string, body: string, secrets: readonly string[], now: Date): Signed {
  const timestamp = Math.floor(now.getTime() / 1_000).toString();
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
