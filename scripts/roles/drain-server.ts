import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { endStreams } from "@/lib/live/stream";
import { beginDraining } from "@/lib/platform/draining";

/**
 * Ends a web server so that nobody notices: first it says that it is not ready and still answers, so that a load balancer
 * takes it out; then it takes no more connections and finishes what it has.
 * @param delayMs how long it goes on answering
 * @param drainMs how long what is under way may take after that
 */
export async function drainServer(server: Server, { delayMs, drainMs }: { delayMs: number; drainMs: number }) {
  beginDraining();
  await delay(delayMs);
  const closed = new Promise((resolve) => server.close(resolve));
  endStreams();
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(deadline);
}
