import { passCircuit } from "@/lib/apps/circuit";
import { providerAccess } from "@/lib/apps/credentials";
import { providerClient } from "@/lib/apps/provider-client";
import type { RouteeClient } from "@/lib/routee/client";
import type { Outcome } from "@/lib/routee/failure";
import { framework } from "./refusal";

/** What Routee itself answers to an app's question, given on as it came. */
async function asked(
  appId: string,
  path: string,
  ask: (
    client: RouteeClient,
    credentials: Parameters<RouteeClient["balance"]>[0],
  ) => Promise<Outcome<{ raw: unknown }>>,
): Promise<unknown> {
  const access = await providerAccess(appId);
  if (!access) throw framework(404, "Not Found", "There is no such application", path);
  const answer = await ask(providerClient(access), access.credentials);
  await passCircuit(appId).report(answer);
  if (answer.ok) return answer.value.raw;
  throw framework(503, "Service Unavailable", `Routee could not be asked. ${answer.failure.message}`, path, {
    "retry-after": "10",
  });
}

/** The answer of `GET /accounts/me/balance`. @throws {Refusal} 503 when Routee does not give it. */
export function balanceAnswer(appId: string, path: string): Promise<unknown> {
  return asked(appId, path, (client, credentials) => client.balance(credentials));
}

/** The answer of `GET /system/prices`, for SMS. @throws {Refusal} 503 when Routee does not give it. */
export function pricesAnswer(appId: string, path: string, query: URLSearchParams): Promise<unknown> {
  const filter = Object.fromEntries(
    ["mcc", "mnc", "currency"].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value.slice(0, 10)]];
    }),
  );
  return asked(appId, path, (client, credentials) => client.prices(credentials, filter));
}

/** What Routee says a segment costs, or null when it cannot be asked now. */
export async function costOf(appId: string, text: { to: string; from: string; body: string }): Promise<number | null> {
  const access = await providerAccess(appId);
  if (!access) return null;
  const answer = await providerClient(access).analyze(access.credentials, text);
  await passCircuit(appId).report(answer);
  return answer.ok && answer.value.cost !== null ? Number(answer.value.cost) : null;
}
