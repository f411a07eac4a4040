import { setTimeout as delay } from "node:timers/promises";
import { endStreams } from "@/lib/live/stream";
import { beginDraining } from "@/lib/platform/draining";
import type { Drainable } from "./drain";

/**
 * Ends a web server so that nobody notices: first it says that it is not ready and still answers, so that a load balancer
 * takes it out; then it takes no more connections and finishes what it has.
 * @param delayMs how long it goes on answering
 */
export async function drainServer(server: Drainable, delayMs: number): Promise<void> {
  beginDraining();
  await delay(delayMs);
  await server.drain(endStreams);
}
