import type { App as AppRow } from "@/lib/platform/prisma/client";
import { type Callback, callbackSchema } from "./callback-contract";
import type { App, QuietHours } from "./contract";

/** The default callback of an app's row, or null. */
export function defaultCallbackOf(
  row: Pick<AppRow, "defaultCallbackUrl" | "defaultCallbackStrategy">,
): Callback | null {
  if (row.defaultCallbackUrl === null) return null;
  return callbackSchema.parse({ url: row.defaultCallbackUrl, strategy: row.defaultCallbackStrategy });
}

/** The quiet hours of an app's row, or null. */
export function quietHoursOf(row: Pick<AppRow, "quietFrom" | "quietUntil" | "quietZone">): QuietHours | null {
  if (row.quietFrom === null || row.quietUntil === null || row.quietZone === null) return null;
  return { from: timeOfDay(row.quietFrom), until: timeOfDay(row.quietUntil), zone: row.quietZone };
}

/** `22:00` of 1320 minutes after midnight. */
function timeOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The columns of quiet hours. */
export function quietColumns(hours: QuietHours | null): Pick<AppRow, "quietFrom" | "quietUntil" | "quietZone"> {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return hours
    ? { quietFrom: minutes(hours.from), quietUntil: minutes(hours.until), quietZone: hours.zone }
    : { quietFrom: null, quietUntil: null, quietZone: null };
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
    defaultTtl: row.defaultTtl,
    quietHours: quietHoursOf(row),
    archivedAt: row.archivedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
