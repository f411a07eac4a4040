import type { Agent } from "node:http";
import fc from "fast-check";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { givenOwner } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { allRoutes, serveRoutes } from "@/scripts/testing/serve-routes";
import { openApiDocument } from "./document";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";
import { type Asked, ask, described, keptConnections } from "./testing/ask";
import { faultsOf, strangersIn } from "./testing/faults";
import { givenInhabitedApp, type InhabitedApp } from "./testing/given-app";
import { hostileRequests } from "./testing/hostile-requests";

/**
 * Whatever is sent to an operation, its answer is one that the document knows, says nothing of our inside, and holds
 * nothing of another app's. `HOSTILE_RUNS` requests each; `HOSTILE_SEED` repeats those of a run that failed.
 */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8", PUBLIC_URL: "http://127.0.0.1:9" });

const RUNS = Number(process.env.HOSTILE_RUNS ?? 60);
const SEED = process.env.HOSTILE_SEED;
const PROPERTY = { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };
const TIME = { timeout: 30_000 + RUNS * 500 };

const document = openApiDocument("http://localhost:3000", "1.2.3");

let server: Awaited<ReturnType<typeof serveRoutes>>;
let sandbox: Sandbox;
let receiver: Receiver;
let agent: Agent;
let accountId: string;
let cookie: string;
let other: InhabitedApp;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: () => undefined });
  vi.stubEnv("SANDBOX_URL", sandbox.url);
  receiver = await startReceiver();
  server = await serveRoutes(await allRoutes());
  agent = keptConnections();
  accountId = (await givenOwner()).accountId;
  const [secret] = sessionSecrets();
  cookie = `${sessionCookie()}=${await encode({ token: { sub: accountId, sessionVersion: 1 }, secret })}`;
  other = await givenInhabitedApp("Stranger", accountId, receiver.url);
});
afterAll(async () => {
  agent.destroy();
  server.close();
  await sandbox.close();
  await receiver.close();
});

/** What lets requests in: a person's session sees all apps, an API key its own. */
function welcomes({ auth, tag }: Operation, own: InhabitedApp): Record<string, string>[] {
  const key = { authorization: `Bearer ${own.keys.all}` };
  if (auth === "session") return [{ cookie }];
  return tag === "Routee-compatible" ? [key] : [key, { cookie }];
}

async function faultsIn(operation: Operation, asked: Asked): Promise<string[]> {
  const answer = await ask(server.url, asked, agent);
  const sent = `${asked.target}\n${JSON.stringify(asked.headers)}\n${asked.body ?? ""}`;
  const seesAll = sent.includes(cookie);
  const faults = faultsOf(document, operation, answer);
  return seesAll ? faults : [...faults, ...strangersIn(answer, other.marks, sent)];
}

describe("whatever is sent to it, the answer is one of the document's:", () => {
  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", TIME, async (_, operation) => {
    const own = await givenInhabitedApp("Attacker", accountId, receiver.url);
    const ids = [...own.ids, ...other.ids];
    const requests = fc.oneof(
      ...welcomes(operation, own).map((welcome) => hostileRequests(operation, { samples: own.samples, welcome, ids })),
    );
    await fc.assert(
      fc.asyncProperty(requests, async (asked) => {
        const faults = await faultsIn(operation, asked);
        expect(faults, described(asked)).toEqual([]);
      }),
      PROPERTY,
    );
  });
});
