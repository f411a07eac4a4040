/** Whether this process is on its way out: it finishes what it has and should be given nothing new. */
// A module can exist twice in a process (see database.ts); its end must not.
const shared = globalThis as typeof globalThis & { tidingsDraining?: boolean };

/** From now on this process is not ready. */
export function beginDraining(): void {
  shared.tidingsDraining = true;
}

/** Whether {@link beginDraining} was called. */
export const isDraining = (): boolean => shared.tidingsDraining === true;
