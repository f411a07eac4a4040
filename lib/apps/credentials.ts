import { config } from "@/lib/platform/config";
import { decryptSecret } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import { isId } from "@/lib/platform/ids";
import type { App } from "@/lib/platform/prisma/client";
import { quietHoursOf } from "./app-view";
import type { Environment, QuietHours } from "./contract";

/** What it takes to speak to the provider for an app. Stays inside the process: never logged, stored or answered. */
export interface ProviderAccess {
  environment: Environment;
  authUrl: string;
  apiUrl: string;
  credentials: { key: string; applicationId: string; applicationSecret: string };
  archived: boolean;
  quietHours: QuietHours | null;
}

/** Where the provider of an environment answers. */
export function providerAddresses(
  environment: Environment,
): Pick<ProviderAccess, "environment" | "authUrl" | "apiUrl"> {
  const { routeeAuthUrl, routeeApiUrl, sandboxUrl } = config();
  return environment === "live"
    ? { environment, authUrl: routeeAuthUrl, apiUrl: routeeApiUrl }
    : { environment, authUrl: sandboxUrl, apiUrl: sandboxUrl };
}

/** The apps as they stand now; those who ask at the same time share the question. */
const readApps = inGroups<string, App | null>(
  async (ids) => {
    const apps = await prisma().app.findMany({ where: { id: { in: [...new Set(ids)] } } });
    return ids.map((id) => apps.find((app) => app.id === id) ?? null);
  },
  { name: "apps", items: 256, groups: 1, waiting: 2_000 },
);

/** The provider of an app and its decrypted credentials, or null when there is no such app. */
export async function providerAccess(appId: string): Promise<ProviderAccess | null> {
  const app = isId(appId) ? await readApps(appId) : null;
  if (!app) return null;
  return {
    ...providerAddresses(app.environment === "live" ? "live" : "sandbox"),
    credentials: {
      key: app.id,
      applicationId: app.applicationId,
      applicationSecret: decryptSecret(app.applicationSecret, app.id),
    },
    archived: app.archivedAt !== null,
    quietHours: quietHoursOf(app),
  };
}
