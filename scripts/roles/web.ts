import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { ensureOwner } from "@/lib/apps/ensure-owner";
import { closeLive, liveHub } from "@/lib/live/hub";
import { config } from "@/lib/platform/config";
import { closeDatabase } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { startTracing } from "@/lib/platform/start-tracing";
import { drainServer } from "./drain-server";
import type { NodeAnswer } from "./listener";
import { runRole } from "./role";
import { webServer } from "./web-server";

/** The web role: one listener, for pages, the API and receipts. */
const DRAIN_MS = 10_000;

runRole("web", async () => {
  const { port, publicUrl, maxConnections, shutdownDelayMs } = config();
  // next-auth reads its own address from here, and only from here.
  process.env.NEXTAUTH_URL = publicUrl.href;
  const stopTracing = await startTracing("web");
  await ensureOwner();
  // Next refuses every upgrade of the server that it is told of. Ours has none: what asks for HTTP/2 over plain HTTP,
  // as Java's client does, is then answered over HTTP/1.1.
  const app = next({ dev: false, dir: process.cwd(), port, hostname: "localhost", httpServer: createServer() });
  await app.prepare();
  const viaNext: NodeAnswer = app.getRequestHandler();

  const server = webServer(viaNext, { connections: maxConnections });
  await listen(server, port);
  liveHub();
  log().debug({ port: (server.address() as AddressInfo).port }, "listening");
  return {
    url: publicUrl.href,
    async stop() {
      await drainServer(server, { delayMs: shutdownDelayMs, drainMs: DRAIN_MS });
      await closeLive();
      await app.close();
      await stopTracing();
      await closeDatabase();
    },
  };
});

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`PORT ${port} is taken by another program`) : error),
    );
    server.listen(port, resolve);
  });
}
