import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { toNodeHandler } from "srvx/node";
import { ensureOwner } from "@/lib/apps/ensure-owner";
import { closeLive, liveHub } from "@/lib/live/hub";
import { endStreams } from "@/lib/live/stream";
import { config } from "@/lib/platform/config";
import { closeDatabase } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { REMOTE_ADDRESS, remoteAddress } from "@/lib/platform/remote-address";
import { runRole } from "./role";
import { shortWay } from "./short-way";

/** The web role: one listener, for pages, the API and receipts. */
const DRAIN_MS = 10_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

runRole("web", async () => {
  const { port, publicUrl } = config();
  // next-auth reads its own address from here, and only from here.
  process.env.NEXTAUTH_URL = publicUrl.href;
  await ensureOwner();
  const app = next({ dev: false, dir: process.cwd(), port, hostname: "localhost", httpServer: withoutUpgrades() });
  await app.prepare();
  const viaNext: Answer = app.getRequestHandler();

  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      const caller = remoteAddress(request.socket.remoteAddress, header(request, "x-forwarded-for"));
      setHeader(request, REMOTE_ADDRESS, caller);
      const direct = shortWay(request.method, request.url);
      const answer = direct ? (toNodeHandler(direct) as Answer) : viaNext;
      void answer(request, response);
    },
  );
  await listen(server, port);
  liveHub();
  log().debug({ port: (server.address() as AddressInfo).port }, "listening");
  return {
    url: publicUrl.href,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      endStreams();
      server.closeIdleConnections();
      const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(deadline);
      await closeLive();
      await app.close();
      await closeDatabase();
    },
  };
});

/**
 * A server that never listens, for Next to wait on for WebSockets, which only its development mode has. On ours that
 * would cut off every request that offers an upgrade, as Java's HTTP client does with HTTP/2; without anybody waiting
 * Node answers them as any other.
 */
function withoutUpgrades(): Server {
  return createServer();
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Sets a header of a request in both of Node's forms, in place of whatever the caller sent under its name. */
function setHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  const kept: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const [key = "", given = ""] = request.rawHeaders.slice(i, i + 2);
    if (key.toLowerCase() !== name) kept.push(key, given);
  }
  request.rawHeaders = [...kept, name, value];
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`PORT ${port} is taken by another program`) : error),
    );
    server.listen(port, resolve);
  });
}
