import type { App as AppRow } from "@/lib/platform/prisma/client";
import { type Callback, callbackSchema } from "./callback-contract";
import type { App } from "./contract";

/** The default callback of an app's row, or null. */
export function defaultCallbackOf(
  row: Pick<AppRow, "defaultCallbackUrl" | "defaultCallbackStrategy">,
): Callback | null {
  if (row.defaultCallbackUrl === null) return null;
  return callbackSchema.parse({ url: row.defaultCallbackUrl, strategy: row.defaultCallbackStrategy });
}

/** An app as it leaves the server: of its secrets only that they are set, and the last four characters. */
export function appView(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    environment: row.environment === "live" ? "live" : "sandbox",
    applicationId: row.applicationId,
    applicationSecret: { set: true, last4: row.applicationSecretLast4 },
    defaultSender: row.defaultSender,
    defaultCallback: defaultCallbackOf(row),
    enforceTranscode: row.enforceTranscode,
    createdAt: row.createdAt.toISOString(),
  };
}
