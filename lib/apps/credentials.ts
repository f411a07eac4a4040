import { config } from "@/lib/platform/config";
import { decryptSecret } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";

/** What it takes to speak to the provider for an app. Stays inside the process: never logged, stored or answered. */
export interface ProviderAccess {
  environment: "sandbox" | "live";
  authUrl: string;
  apiUrl: string;
  credentials: { key: string; applicationId: string; applicationSecret: string };
}

/** The provider of an app and its decrypted credentials, or null when there is no such app. */
export async function providerAccess(appId: string): Promise<ProviderAccess | null> {
  const app = await prisma().app.findUnique({ where: { id: appId } });
  if (!app) return null;
  const { routeeAuthUrl, routeeApiUrl, sandboxUrl } = config();
  const live = app.environment === "live";
  return {
    environment: live ? "live" : "sandbox",
    authUrl: live ? routeeAuthUrl : sandboxUrl,
    apiUrl: live ? routeeApiUrl : sandboxUrl,
    credentials: {
      key: app.id,
      applicationId: app.applicationId,
      applicationSecret: decryptSecret(app.applicationSecret, app.id),
    },
  };
}
