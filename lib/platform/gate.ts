import { watchQueue } from "./pressure";

/** Lets a few pieces of costly work be done at once and a few wait; what comes on top is told so at once. */
export interface Gate {
  /** Does the work when it is its turn. @returns null when there is no room to wait */
  pass<T>(work: () => Promise<T>): Promise<{ value: T } | null>;
}

/** @param limits `name`: for the figures; `atOnce` are done, `waiting` may wait. */
export function createGate(limits: { name: string; atOnce: number; waiting: number }): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  watchQueue(limits.name, () => waiting.length);

  async function enter(): Promise<boolean> {
    if (running < limits.atOnce) {
      running += 1;
      return true;
    }
    if (waiting.length >= limits.waiting) return false;
    // Whoever leaves hands its place on, so the number of those inside stays.
    await new Promise<void>((turn) => waiting.push(turn));
    return true;
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async pass(work) {
      if (!(await enter())) return null;
      try {
        return { value: await work() };
      } finally {
        leave();
      }
    },
  };
}
