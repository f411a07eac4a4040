import type { App } from "@/lib/apps/contract";
import type { SampleValues } from "./samples/operations";

/** What of an app the guide fills in. */
export type GuideApp = Pick<
  App,
  "id" | "name" | "environment" | "defaultSender" | "defaultCallback" | "enforceTranscode"
>;

/** A key as it was pasted in. It stays in the page: it is neither stored nor sent. */
export interface PastedKey {
  id: string;
  secret: string;
}

export const NO_KEY: PastedKey = { id: "", secret: "" };

/** More than 70 characters of Greek, so that transcoding saves a segment. */
export const GREEK_TEXT = "Καλησπέρα! Το τραπέζι σας για δύο είναι έτοιμο. Σας περιμένουμε μέχρι τις εννέα το βράδυ.";

/** What stands in the samples for a reader's app and key. Pure. */
export function valuesOf(host: string, app: GuideApp | null, key: PastedKey): SampleValues {
  const secret = key.secret.trim() || "<API key secret>";
  return {
    host,
    keyId: key.id.trim() || "<key id>",
    keySecret: secret,
    bearer: secret,
    to: app?.environment === "live" ? "+3069XXXXXXXX" : "+306900000001",
    from: app?.defaultSender ?? "Kiosk",
    text: "Your table is ready. Come on in!",
    longText: GREEK_TEXT,
    callbackUrl: app?.defaultCallback?.url ?? "https://your-app.example.com/sms-status",
    trackingId: "TRACKING-ID",
    idempotencyKey: "order-1042-ready",
  };
}
