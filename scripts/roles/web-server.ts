import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { callerOf } from "@/lib/platform/address-counts";
import { metrics } from "@/lib/platform/metrics";
import { isPrivateAddress } from "@/lib/platform/remote-address";
import { LIMITS, type Limits } from "./limits";
import { listener, type NodeAnswer } from "./listener";

/**
 * The web role's server, which holds its callers to its limits: how long they may take, how large their headers are,
 * how many connections they hold.
 * @param viaNext answers what has no short way
 * @param options.connections open at once, of all callers together
 * @param options.isProxy whose connections are many callers', and not held to the limit of one address
 */
export function webServer(
  viaNext: NodeAnswer,
  options: { connections: number; limits?: Limits; isProxy?: (address: string) => boolean },
): Server {
  const { connections, limits = LIMITS, isProxy = isPrivateAddress } = options;
  const server = createServer(
    {
      requestTimeout: limits.requestTimeout,
      headersTimeout: limits.headersTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      connectionsCheckingInterval: limits.checkEvery,
      maxHeaderSize: limits.headerBytes,
    },
    listener(viaNext, limits),
  );
  // Node leaves out what is beyond; one more tells that there were too many.
  server.maxHeadersCount = limits.headers + 1;
  server.timeout = limits.idleTimeout;
  server.maxConnections = connections;
  server.on("drop", () => metrics().connectionsRefused.inc({ limit: "total" }));
  const perCaller = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const caller = callerOf(address);
    const count = (perCaller.get(caller) ?? 0) + 1;
    perCaller.set(caller, count);
    metrics().connections.inc();
    socket.once("close", () => {
      metrics().connections.dec();
      const left = (perCaller.get(caller) ?? 1) - 1;
      if (left > 0) perCaller.set(caller, left);
      else perCaller.delete(caller);
    });
    if (count <= limits.connectionsOfAddress || isProxy(address)) return;
    metrics().connectionsRefused.inc({ limit: "address" });
    socket.destroy();
  });
  return server;
}
