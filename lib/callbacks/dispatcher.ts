import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { deliver } from "./deliver";
import { type ClaimedRow, claimDue } from "./store";

/**
 * Delivers callbacks that are due, many at once, so that no receiver and no app can keep the others waiting: a host has
 * few connections at a time, and of each app only so many are taken at once.
 */
export interface Dispatcher {
  /** Something may be due. */
  wake(): void;
  /** Ends when what was begun has been written down. */
  stop(): Promise<void>;
}

const AT_ONCE = 64;
const PER_APP = 16;
const PER_HOST = 16;
/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;

export function startDispatcher(): Dispatcher {
  const underWay = new Set<Promise<void>>();
  const perHost = new Map<string, number>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const timer = setInterval(wake, LOOK_EVERY_MS);

  function wake(): void {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => log().warn({ err: error }, "could not look for callbacks"))
      .finally(() => {
        looking = null;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  async function look(): Promise<void> {
    while (!stopped && underWay.size < AT_ONCE) {
      const limit = AT_ONCE - underWay.size;
      const busy = [...perHost].flatMap(([host, count]) => (count >= PER_HOST ? [host] : []));
      const rows = await claimDue(pool(), { limit, perApp: Math.min(limit, PER_APP), busy });
      for (const row of rows) begin(row);
      if (rows.length === 0) return;
    }
  }

  function begin(row: ClaimedRow): void {
    const host = row.url.split("/", 3)[2] ?? "";
    perHost.set(host, (perHost.get(host) ?? 0) + 1);
    const attempt = deliver(row)
      .then(() => undefined)
      // Its lease runs out, and it is tried again.
      .catch((error: unknown) => log().error({ err: error, callbackId: row.id }, "a callback's attempt was not kept"))
      .finally(() => {
        underWay.delete(attempt);
        const count = (perHost.get(host) ?? 1) - 1;
        if (count > 0) perHost.set(host, count);
        else perHost.delete(host);
        wake();
      });
    underWay.add(attempt);
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(underWay);
    },
  };
}
