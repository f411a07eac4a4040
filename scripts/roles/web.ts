import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { ensureOwner } from "@/lib/apps/ensure-owner";
import { closeLive, liveHub } from "@/lib/live/hub";
import { ensurePartitions } from "@/lib/messages/partitions";
import { config } from "@/lib/platform/config";
import { boundStatements, closeDatabase, pool } from "@/lib/platform/database";
import { databaseIsAway } from "@/lib/platform/database-away";
import { log } from "@/lib/platform/log";
import { repeat } from "@/lib/platform/repeat";
import { startTracing } from "@/lib/platform/start-tracing";
import { drainable } from "./drain";
import { drainServer } from "./drain-server";
import type { NodeAnswer } from "./listener";
import { runRole } from "./role";
import { webServer } from "./web-server";

/** The web role: one listener, for pages, the API and receipts. */
const PARTITIONS_EVERY_MS = 60 * 60_000;
/** How often it looks whether a database that was away at its start has come back. */
const LOOK_AGAIN_MS = 1_000;

runRole("web", async () => {
  const { port, publicUrl, maxConnections, shutdownDelayMs, databaseTimeoutMs } = config();
  boundStatements(databaseTimeoutMs);
  // next-auth reads its own address from here, and only from here.
  process.env.NEXTAUTH_URL = publicUrl.href;
  const stopTracing = await startTracing("web");
  const owner = await makeOwner();
  // Next refuses every upgrade of the server that it is told of. Ours has none: what asks for HTTP/2 over plain HTTP,
  // as Java's client does, is then answered over HTTP/1.1.
  const app = next({ dev: false, dir: process.cwd(), port, hostname: "localhost", httpServer: createServer() });
  await app.prepare();
  const viaNext: NodeAnswer = app.getRequestHandler();

  // The workers do so too; but messages are accepted also while there is none, be it for months.
  const makePartitions = async () => void (await ensurePartitions(pool()));
  const untold = (error: unknown) => log().warn({ err: error }, "could not look after the months' partitions");
  await makePartitions().catch(untold);
  const partitions = repeat(PARTITIONS_EVERY_MS, makePartitions, untold);

  const server = webServer(viaNext, { connections: maxConnections });
  const draining = drainable(server);
  await listen(server, port);
  liveHub();
  log().debug({ port: (server.address() as AddressInfo).port }, "listening");
  return {
    url: publicUrl.href,
    async stop() {
      await drainServer(draining, shutdownDelayMs);
      await partitions.stop();
      await owner.stop();
      await closeLive();
      await app.close();
      await stopTracing();
      await closeDatabase();
    },
  };
});

/**
 * Makes the first account where settings name one. While the database is away that waits: whoever asks meanwhile is told
 * so, which needs a web process.
 */
async function makeOwner(): Promise<{ stop(): Promise<void> }> {
  let made = false;
  const make = async () => {
    if (!made) await ensureOwner();
    made = true;
  };
  const later = (error: unknown) => log().warn({ err: error }, "the first account cannot be made yet");
  await make().catch((error: unknown) => {
    if (!databaseIsAway(error)) throw error;
    later(error);
  });
  return made ? { stop: async () => undefined } : repeat(LOOK_AGAIN_MS, make, later);
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`PORT ${port} is taken by another program`) : error),
    );
    server.listen(port, resolve);
  });
}
