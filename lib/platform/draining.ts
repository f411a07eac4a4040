/** Whether this process is on its way out: it finishes what it has and should be given nothing new. */
// A module can exist twice in a process (see database.ts); its end must not.
const shared = globalThis as typeof globalThis & { tidingsEnd?: { draining: boolean } };
shared.tidingsEnd ??= { draining: false };
const end = shared.tidingsEnd;

/** From now on this process is not ready. */
export function beginDraining(): void {
  end.draining = true;
}

/** Whether {@link beginDraining} was called. */
export const isDraining = (): boolean => end.draining;
