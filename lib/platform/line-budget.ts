/**
 * Which of many like log lines are written: so many a second of each kind, and the next one says how many were left out.
 * What a caller or an outage can cause thousands of times a second must not fill the log.
 */
export interface LineBudget {
  /** @returns null when the line is to be left out, else how many like it were left out before */
  take(kind: string, now?: number): number | null;
}

const SECOND_MS = 1_000;

/** @param perSecond lines of a kind; kinds are few and of our making */
export function createLineBudget(perSecond: number): LineBudget {
  const kinds = new Map<string, { begun: number; told: number; leftOut: number }>();
  return {
    take(kind, now = Date.now()) {
      const known = kinds.get(kind);
      if (!known || now - known.begun >= SECOND_MS) {
        kinds.set(kind, { begun: now, told: 1, leftOut: 0 });
        return known?.leftOut ?? 0;
      }
      if (known.told < perSecond) {
        known.told += 1;
        return 0;
      }
      known.leftOut += 1;
      return null;
    },
  };
}
