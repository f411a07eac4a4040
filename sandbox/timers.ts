interface Waiting {
  dueAt: number;
  run: () => void;
  timer: NodeJS.Timeout;
}

/** What happens later, all of which can be made sooner or given up together. */
export interface Timers {
  /** @param dueAt epoch milliseconds; in the past means at once. */
  at(dueAt: number, run: () => void): void;
  /** Makes everything that waits happen so many times sooner. */
  hurry(factor: number): void;
  clear(): void;
}

/** Node takes no longer delay; a slow sandbox needs some. */
const LONGEST_MS = 2 ** 31 - 1;

export function createTimers(): Timers {
  const waiting = new Set<Waiting>();

  function at(dueAt: number, run: () => void): void {
    const wait = Math.max(0, dueAt - Date.now());
    const timer = setTimeout(
      () => {
        waiting.delete(entry);
        if (wait > LONGEST_MS) at(dueAt, run);
        else run();
      },
      Math.min(wait, LONGEST_MS),
    );
    const entry: Waiting = { dueAt, run, timer };
    waiting.add(entry);
  }

  function clear(): void {
    for (const { timer } of waiting) clearTimeout(timer);
    waiting.clear();
  }

  return {
    at,
    hurry(factor) {
      const now = Date.now();
      const all = [...waiting];
      clear();
      for (const { dueAt, run } of all) at(now + Math.max(0, dueAt - now) / factor, run);
    },
    clear,
  };
}
