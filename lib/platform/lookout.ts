import { setTimeout as delay } from "node:timers/promises";

/** Looks for work when it is woken, and by the clock, one look at a time. */
export interface Lookout {
  /** There may be something. */
  wake(): void;
  /** Ends when a look that has begun is over; no other follows. */
  stop(): Promise<void>;
}

/**
 * @param options.look gives whether another look may find more at once.
 * @param options.gatherMs lies between two looks at least, so that what happens meanwhile shares one; as long as the look
 *   took where that is longer, so that it never keeps the database busy.
 * @param options.everyMs it looks so often without being woken.
 * @param options.onError what `look` throws goes here.
 */
export function startLookout(options: {
  look: () => Promise<boolean>;
  gatherMs: number;
  everyMs: number;
  onError: (error: unknown) => void;
}): Lookout {
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const timer = setInterval(wake, options.everyMs);

  function wake(): void {
    if (stopped) return;
    again = true;
    looking ??= work().finally(() => {
      looking = null;
    });
  }

  async function work(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const begun = performance.now();
      try {
        if (await options.look()) again = true;
      } catch (error) {
        options.onError(error);
      }
      await delay(Math.max(options.gatherMs, performance.now() - begun));
    }
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}
