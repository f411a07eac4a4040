import type { Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

/** How long a server waits while it ends, in milliseconds. */
export const DRAIN = {
  /** Connections that are kept open and say nothing are closed after so long. */
  idle: 1_000,
  /** What is not answered by then is cut. */
  atMost: 10_000,
  /** How often it looks. */
  look: 100,
};

export interface Drainable {
  /** @param whileDraining is called now and again until all is done. */
  drain(whileDraining?: () => void): Promise<void>;
}

/**
 * Prepares a server to end without losing a request. It stops taking connections, so that whoever balances goes
 * elsewhere; what is under way is answered; and who has a connection open may ask once more on it, since that request
 * may be on its way already, and is told in the answer that it was the last.
 */
export function drainable(server: Server, times = DRAIN): Drainable {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  // Before whoever answers it.
  server.prependListener("request", (_request, response) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
    if (draining) makeLast(response);
  });
  return {
    async drain(whileDraining = () => undefined) {
      draining = true;
      for (const response of underWay) makeLast(response);
      await calmTurn();
      // An HTTP server's own close would also close, at once, the connections on which nothing is under way.
      const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
      const begun = performance.now();
      const looking = setInterval(look, times.look);
      function look(): void {
        whileDraining();
        const spent = performance.now() - begun;
        // Node takes a connection for idle while the end of an answer waits for a slow reader.
        const flushing = [...underWay].some(({ writableEnded }) => writableEnded);
        if (spent >= times.idle && !flushing) server.closeIdleConnections();
        if (spent >= times.atMost) server.closeAllConnections();
      }
      whileDraining();
      await closed;
      clearInterval(looking);
    },
  };
}

/**
 * Waits for a turn of the event loop in which little happened, so that the connections that were made by its begin are
 * taken, and hardly any since: what is not taken when a server stops listening is cut by the system.
 */
async function calmTurn(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) {
    const begun = performance.now();
    await nextTurn();
    if (turns > 0 && performance.now() - begun < 1) return;
  }
}

/** Says in an answer that its connection ends with it. */
function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("connection", "close");
}
