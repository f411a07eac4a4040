import { setTimeout as delay } from "node:timers/promises";
import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { afterFault, handOverRow } from "./hand-over";
import { dueHandOvers } from "./hand-over-store";
import type { MessageRow } from "./store";

/**
 * Brings the messages that are due to Routee, many at once and those of one app not at the expense of another's. What it
 * has taken up it remembers itself: until a message is claimed, another worker may take it up too, and one of them finds
 * it claimed. So nothing has to be given back when a worker dies.
 */
export interface HandOverDispatcher {
  /** Something may be due. */
  wake(): void;
  /** Ends when what was begun has been written down. */
  stop(): Promise<void>;
}

const AT_ONCE = 512;
/** Of one app: those whose requests are under way (the client's limit) and those that wait for their turn. */
const PER_APP = 64;
/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks, so that messages that are accepted and requests that end meanwhile share one. */
const GATHER_MS = 10;

/** @param worker this process, as others know it. */
export function startHandOverDispatcher(worker: string | null): HandOverDispatcher {
  const underWay = new Map<string, Promise<void>>();
  const perApp = new Map<string, number>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const timer = setInterval(wake, LOOK_EVERY_MS);

  function wake(): void {
    if (stopped) return;
    again = true;
    looking ??= look().finally(() => {
      looking = null;
    });
  }

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const free = AT_ONCE - underWay.size;
      if (free > 0) {
        try {
          const busy = [...perApp].map(([app_id, count]) => ({ app_id, room: Math.max(0, PER_APP - count) }));
          const rows = await dueHandOvers(pool(), { busy, room: PER_APP, limit: free }, [...underWay.keys()]);
          for (const row of rows) begin(row);
        } catch (error) {
          log().warn({ err: error }, "could not look for messages to hand over");
        }
      }
      await delay(GATHER_MS);
    }
  }

  function begin(row: MessageRow): void {
    perApp.set(row.app_id, (perApp.get(row.app_id) ?? 0) + 1);
    const done = handOverRow(row, worker)
      .catch((error: unknown) => giveUp(row, error))
      .finally(() => {
        underWay.delete(row.id);
        const count = (perApp.get(row.app_id) ?? 1) - 1;
        if (count > 0) perApp.set(row.app_id, count);
        else perApp.delete(row.app_id);
        wake();
      });
    underWay.set(row.id, done);
  }

  async function giveUp(message: MessageRow, error: unknown): Promise<void> {
    log().error({ err: error, messageId: message.id }, "a hand-over failed");
    try {
      await afterFault(message);
    } catch (further) {
      log().warn({ err: further, messageId: message.id }, "a hand-over that failed could not be put off");
      // Not at once again while the database is away.
      await delay(LOOK_EVERY_MS);
    }
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(underWay.values());
    },
  };
}
