import { encryptSecret } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";
import type { Prisma } from "@/lib/platform/prisma/client";
import { appView, quietColumns } from "./app-view";
import { requireAllowedCallback } from "./callback-address";
import type { App, UpdateApp } from "./contract";

/**
 * Changes an app: what is left out stays, null takes a default away, a secret replaces the old one. Messages accepted
 * before keep what they were accepted with.
 * @throws {Problem} `invalid_fields` for a callback address that may not be called.
 */
export async function updateApp(app: App, change: UpdateApp): Promise<App> {
  const { applicationSecret, defaultCallback, quietHours, archived } = change;
  if (defaultCallback) await requireAllowedCallback(defaultCallback.url, app.environment, "defaultCallback.url");
  const data: Prisma.AppUpdateInput = {
    ...kept("name", change.name),
    ...kept("applicationId", change.applicationId),
    ...kept("defaultSender", change.defaultSender),
    ...kept("enforceTranscode", change.enforceTranscode),
    ...kept("defaultTtl", change.defaultTtl),
    ...(quietHours === undefined ? {} : quietColumns(quietHours)),
    ...(applicationSecret === undefined
      ? {}
      : {
          applicationSecret: encryptSecret(applicationSecret, app.id),
          applicationSecretLast4: applicationSecret.slice(-4),
        }),
    ...(defaultCallback === undefined
      ? {}
      : {
          defaultCallbackUrl: defaultCallback?.url ?? null,
          defaultCallbackStrategy: defaultCallback?.strategy ?? null,
        }),
    ...(archived === undefined ? {} : { archivedAt: archived ? (app.archivedAt ?? new Date()) : null }),
  };
  return appView(await prisma().app.update({ where: { id: app.id }, data }));
}

/** Nothing for what was left out. */
function kept<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: Value });
}
