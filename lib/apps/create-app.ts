import { randomBytes } from "node:crypto";
import { encryptSecret } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import type { Prisma, PrismaClient } from "@/lib/platform/prisma/client";
import { appView, quietColumns } from "./app-view";
import { requireAllowedCallback } from "./callback-address";
import type { CreateApp, CreatedApp } from "./contract";
import { newSigningSecret } from "./rotate-signing-secret";

/**
 * Creates an app; secrets are encrypted before they touch the database. A sandbox app gets credentials of its own
 * making where none are given, since the sandbox takes any.
 * @returns the app and, this once, the secret that signs its callbacks (Standard Webhooks: `whsec_` + base64).
 */
export async function createApp(db: PrismaClient | Prisma.TransactionClient, app: CreateApp): Promise<CreatedApp> {
  if (app.defaultCallback)
    await requireAllowedCallback(app.defaultCallback.url, app.environment, "defaultCallback.url");
  const id = newId();
  const applicationSecret = app.applicationSecret ?? randomBytes(16).toString("hex");
  const callbackSigningSecret = newSigningSecret();
  const row = await db.app.create({
    data: {
      id,
      name: app.name,
      environment: app.environment,
      applicationId: app.applicationId ?? randomBytes(12).toString("hex"),
      applicationSecret: encryptSecret(applicationSecret, id),
      applicationSecretLast4: applicationSecret.slice(-4),
      callbackSigningSecret: encryptSecret(callbackSigningSecret, id),
      defaultSender: app.defaultSender ?? null,
      defaultCallbackUrl: app.defaultCallback?.url ?? null,
      defaultCallbackStrategy: app.defaultCallback?.strategy ?? null,
      enforceTranscode: app.enforceTranscode ?? false,
      defaultTtl: app.defaultTtl ?? null,
      ...quietColumns(app.quietHours ?? null),
    },
  });
  return { ...appView(row), callbackSigningSecret };
}
