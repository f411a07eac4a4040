import type { Agent } from "node:http";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, vi } from "vitest";
import { givenOwner } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { startSandbox } from "@/sandbox/server";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { allRoutes, type Route, serveRoutes } from "@/scripts/testing/serve-routes";
import { type Answer, type Asked, ask, keptConnections } from "./ask";

/** All routes over HTTP, on a database of their own, with an owner who is signed in. */
export interface Served {
  url: string;
  accountId: string;
  /** The owner's session. */
  cookie: string;
  /** Takes callbacks. */
  receiver: Receiver;
  ask(asked: Asked): Promise<Answer>;
}

/**
 * Gives a test file the routes, and the sandbox in Routee's place. Call it at the top of the file.
 * @param start another server than that of all routes
 * @returns what is there from the first test on
 */
export function onServedRoutes(
  start: (routes: readonly Route[]) => Promise<{ url: string; close(): void }> = serveRoutes,
): Served {
  // Nobody listens where the sandbox posts its receipts, so that messages change only by what is asked.
  onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8", PUBLIC_URL: "http://127.0.0.1:9" });
  const served = { ask: (asked: Asked) => ask(served.url, asked, agent) } as Served;
  let agent: Agent;
  let close: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const sandbox = await startSandbox({ port: 0, log: () => undefined });
    vi.stubEnv("SANDBOX_URL", sandbox.url);
    const receiver = await startReceiver();
    const server = await start(await allRoutes());
    agent = keptConnections();
    close = async () => {
      agent.destroy();
      server.close();
      await sandbox.close();
      await receiver.close();
    };
    const { accountId } = await givenOwner();
    const [secret] = sessionSecrets();
    const session = await encode({ token: { sub: accountId, sessionVersion: 1 }, secret });
    Object.assign(served, { url: server.url, accountId, receiver, cookie: `${sessionCookie()}=${session}` });
  });
  afterAll(() => close?.());
  return served;
}

/** The texts of a request, to tell what an answer only says back. */
export const sentIn = ({ target, headers, body }: Asked) => `${target}\n${JSON.stringify(headers)}\n${body ?? ""}`;
