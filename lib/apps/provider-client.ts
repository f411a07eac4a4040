import { config } from "@/lib/platform/config";
import { createRouteeClient, type RouteeClient } from "@/lib/routee/client";
import type { ProviderAccess } from "./credentials";

const clients = new Map<string, RouteeClient>();

/** The client of a provider's addresses; one for each, so that tokens are shared by all messages of a process. */
export function providerClient({ authUrl, apiUrl }: Pick<ProviderAccess, "authUrl" | "apiUrl">): RouteeClient {
  const name = `${authUrl} ${apiUrl}`;
  const known = clients.get(name);
  if (known) return known;
  const made = createRouteeClient({ authUrl, apiUrl, timeoutMs: config().routeeTimeoutMs });
  clients.set(name, made);
  return made;
}
