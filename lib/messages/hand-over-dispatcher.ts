import { setTimeout as delay } from "node:timers/promises";
import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { type Lookout, startLookout } from "@/lib/platform/lookout";
import { afterFault, handOverRow } from "./hand-over";
import { dueHandOvers } from "./hand-over-store";
import type { MessageRow } from "./store";

const AT_ONCE = 512;
/** Of one app: those whose requests are under way (the client's limit) and those that wait for their turn. */
const PER_APP = 64;
/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks, so that messages that are accepted and requests that end meanwhile share one. */
const GATHER_MS = 10;

/**
 * Brings the messages that are due to Routee, many at once and those of one app not at the expense of another's. What it
 * has taken up it remembers itself: until a message is claimed, another worker may take it up too, and one of them finds
 * it claimed. So nothing has to be given back when a worker dies.
 * @param worker this process, as others know it. @returns what stops once all that was begun has been written down.
 */
export function startHandOverDispatcher(worker: string | null): Lookout {
  const underWay = new Map<string, Promise<void>>();
  const perApp = new Map<string, number>();
  let stopping = false;
  const lookout = startLookout({
    look,
    everyMs: LOOK_EVERY_MS,
    gatherMs: GATHER_MS,
    onError: (error) => log().warn({ err: error }, "could not look for messages to hand over"),
  });

  async function look(): Promise<boolean> {
    const free = AT_ONCE - underWay.size;
    if (free <= 0) return false;
    const busy = [...perApp].map(([app_id, count]) => ({ app_id, room: Math.max(0, PER_APP - count) }));
    const rows = await dueHandOvers(pool(), { busy, room: PER_APP, limit: free }, [...underWay.keys()]);
    for (const row of rows) begin(row);
    return false;
  }

  function begin(row: MessageRow): void {
    perApp.set(row.app_id, (perApp.get(row.app_id) ?? 0) + 1);
    const done = handOverRow(row, { worker, wanted: () => !stopping })
      .catch((error: unknown) => giveUp(row, error))
      .finally(() => {
        underWay.delete(row.id);
        const count = (perApp.get(row.app_id) ?? 1) - 1;
        if (count > 0) perApp.set(row.app_id, count);
        else perApp.delete(row.app_id);
        lookout.wake();
      });
    underWay.set(row.id, done);
  }

  async function giveUp(message: MessageRow, error: unknown): Promise<void> {
    log().error({ err: error, messageId: message.id }, "a hand-over failed");
    try {
      await afterFault(message, worker);
    } catch (further) {
      log().warn({ err: further, messageId: message.id }, "a hand-over that failed could not be put off");
      // Not at once again while the database is away.
      await delay(LOOK_EVERY_MS);
    }
  }

  return {
    wake: lookout.wake,
    async stop() {
      // What waits for its turn has not been claimed, and is another worker's or the next one's.
      stopping = true;
      await lookout.stop();
      await Promise.all(underWay.values());
    },
  };
}
