import { passCircuit } from "./circuit";
import type { ProviderAccount } from "./contract";
import { providerAccess } from "./credentials";
import { providerClient } from "./provider-client";

/**
 * What the provider says of an app's account now: whether it gives a token for the app's credentials, and the balance
 * where it tells one. @returns null when there is no such app.
 */
export async function readAccount(appId: string): Promise<ProviderAccount | null> {
  const access = await providerAccess(appId);
  if (!access) return null;
  const answer = await providerClient(access).balance(access.credentials);
  await passCircuit(appId).report(answer);
  const checkedAt = new Date().toISOString();
  if (answer.ok) {
    const { balance, currency } = answer.value;
    return { token: "good", balance, currency: currency?.code ?? null, checkedAt, problem: null };
  }
  const { kind, message } = answer.failure;
  const token = kind === "credentials" ? "refused" : kind === "refused" ? "good" : "unknown";
  return { token, balance: null, currency: null, checkedAt, problem: message };
}
