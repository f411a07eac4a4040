import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { type Lookout, startLookout } from "@/lib/platform/lookout";
import { deliver } from "./deliver";
import { createLanes, type LaneLimits } from "./lanes";
import type { Address, ClaimedRow } from "./store";
import { claimDue, holdStrays } from "./store-claim";

const LIMITS: LaneLimits = { total: 512, first: 16, most: 64, failing: 8 };
/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks, so that attempts that end and callbacks that are made meanwhile share one. */
const GATHER_MS = 10;

/**
 * Delivers callbacks that are due, many at once, so that no receiver and no app can keep the others waiting: lanes.ts
 * says how many of whom. They are taken in batches.
 * @param worker this process, as others know it, so that they can take over what it was at. @returns what stops once all that was begun has been written down.
 */
export function startDispatcher(worker: string | null = null): Lookout {
  const underWay = new Set<Promise<void>>();
  const holding = new Map<string, Promise<void>>();
  const lanes = createLanes(LIMITS);
  const lookout = startLookout({
    look,
    everyMs: LOOK_EVERY_MS,
    gatherMs: GATHER_MS,
    onError: (error) => log().warn({ err: error }, "could not look for callbacks"),
  });

  async function look(): Promise<boolean> {
    const room = lanes.room();
    if (room.free <= 0) return false;
    const { claimed, strays, more } = await claimDue(pool(), room, worker);
    for (const row of claimed) begin(row);
    for (const address of strays) hold(address);
    return more;
  }

  /** Beside the looks, since it may have to wait for who is at them. */
  function hold(address: Address): void {
    const name = `${address.app_id} ${address.url}`;
    if (holding.has(name)) return;
    const held = holdStrays(address)
      .catch((error: unknown) => log().warn({ err: error }, "callbacks for a paused address could not be held yet"))
      .finally(() => holding.delete(name));
    holding.set(name, held);
  }

  function begin(row: ClaimedRow): void {
    lanes.enter(row);
    let answered = false;
    const leave = (delivered: boolean) => {
      answered = true;
      lanes.leave(row, delivered);
      lookout.wake();
    };
    const attempt = deliver(row, { onAnswer: leave })
      .then(() => undefined)
      // Its lease runs out, and it is tried again.
      .catch((error: unknown) =>
        log().error({ err: error, callbackId: row.id, messageId: row.message_id }, "a callback's attempt was not kept"),
      )
      .finally(() => {
        underWay.delete(attempt);
        if (!answered) leave(false);
        lanes.done();
        lookout.wake();
      });
    underWay.add(attempt);
  }

  return {
    wake: lookout.wake,
    async stop() {
      await lookout.stop();
      await Promise.all([...underWay, ...holding.values()]);
    },
  };
}
