/** Lets so many at once pass for each key; the others wait in the order in which they came. */
export interface Limiter {
  /** Does the work when there is room, and makes room again when it has ended, however it ended. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** @throws {RangeError} when `maxAtOnce` is not at least 1, since then all would wait for ever. */
export function createLimiter(maxAtOnce: number): Limiter {
  if (!Number.isInteger(maxAtOnce) || maxAtOnce < 1) throw new RangeError("At least one has to pass at once.");
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();

  async function enter(key: string): Promise<void> {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    // Whoever leaves hands its place on, so the number of those inside stays.
    if (lane.running >= maxAtOnce) return new Promise((free) => lane.waiting.push(free));
    lane.running += 1;
  }

  function leave(key: string): void {
    const lane = lanes.get(key);
    if (!lane) return;
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
    if (lane.running === 0) lanes.delete(key);
  }

  return {
    async run(key, work) {
      await enter(key);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}
