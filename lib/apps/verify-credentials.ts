import type { RouteeFailure } from "@/lib/routee/failure";
import type { Verified, Verify } from "./contract";
import { providerAccess, providerAddresses } from "./credentials";
import { providerClient } from "./provider-client";

/** Asks the provider for a token with credentials that are typed, before anything is saved. */
export async function verifyTyped({ environment, applicationId, applicationSecret }: Verify): Promise<Verified> {
  const client = providerClient(providerAddresses(environment));
  // A key of their own, so that no app's token is replaced by theirs.
  const credentials = { key: "typed", applicationId, applicationSecret };
  return inWords(await client.verify(credentials, { fresh: true }));
}

/** Asks the provider for a token with an app's stored credentials, or null when there is no such app. */
export async function verifyApp(appId: string): Promise<Verified | null> {
  const access = await providerAccess(appId);
  if (!access) return null;
  return inWords(await providerClient(access).verify(access.credentials, { fresh: true }));
}

function inWords(outcome: { ok: true } | { ok: false; failure: RouteeFailure }): Verified {
  const checkedAt = new Date().toISOString();
  return outcome.ok ? { ok: true, checkedAt } : { ok: false, checkedAt, problem: problemOf(outcome.failure) };
}

/** What is wrong, and what to look at. Routee does not say which of the two is wrong. */
function problemOf({ kind, message }: RouteeFailure): string {
  if (kind === "credentials")
    return "Routee does not accept this application ID with this secret. Compare both with Routee's application settings: one of them is wrong, or the application was deleted or its secret changed.";
  if (kind === "unreachable")
    return `${message} Check this machine's network and clock (a wrong clock makes certificates invalid).`;
  return message;
}
