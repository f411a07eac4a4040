import { setTimeout as delay } from "node:timers/promises";
import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { deliver } from "./deliver";
import { createLanes, type LaneLimits } from "./lanes";
import type { ClaimedRow } from "./store";
import { claimDue } from "./store-claim";

/**
 * Delivers callbacks that are due, many at once, so that no receiver and no app can keep the others waiting: lanes.ts
 * says how many of whom. They are taken in batches.
 */
export interface Dispatcher {
  /** Something may be due. */
  wake(): void;
  /** Ends when what was begun has been written down. */
  stop(): Promise<void>;
}

const LIMITS: LaneLimits = { total: 512, first: 16, most: 64, failing: 8 };
/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;
/**
 * Between two looks at least, so that attempts that end and callbacks that are made meanwhile share one; as long as the
 * look took where that is longer, so that it never keeps the database busy.
 */
const GATHER_MS = 10;

export function startDispatcher(): Dispatcher {
  const underWay = new Set<Promise<void>>();
  const lanes = createLanes(LIMITS);
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
      const begun = performance.now();
      try {
        const room = lanes.room();
        if (room.free > 0) {
          const { claimed, more } = await claimDue(pool(), room);
          for (const row of claimed) begin(row);
          again ||= more;
        }
      } catch (error) {
        log().warn({ err: error }, "could not look for callbacks");
      }
      await delay(Math.max(GATHER_MS, performance.now() - begun));
    }
  }

  function begin(row: ClaimedRow): void {
    lanes.enter(row);
    let answered = false;
    const leave = (delivered: boolean) => {
      answered = true;
      lanes.leave(row, delivered);
      wake();
    };
    const attempt = deliver(row, { onAnswer: leave })
      .then(() => undefined)
      // Its lease runs out, and it is tried again.
      .catch((error: unknown) => log().error({ err: error, callbackId: row.id }, "a callback's attempt was not kept"))
      .finally(() => {
        underWay.delete(attempt);
        if (!answered) leave(false);
        lanes.done();
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
