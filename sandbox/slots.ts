/** Lets so many things happen at once, and the others wait in their order. */
export interface Slots {
  enter(): Promise<void>;
  leave(): void;
}

/** @param limit may change at any time. */
export function createSlots(limit: () => number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    async enter() {
      if (taken < limit()) taken += 1;
      else await new Promise<void>((open) => waiting.push(open));
    },
    leave() {
      taken -= 1;
      while (taken < limit()) {
        const next = waiting.shift();
        if (!next) return;
        taken += 1;
        next();
      }
    },
  };
}
