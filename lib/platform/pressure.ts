/**
 * What waits in this process's memory, by queue, so that it can be seen. A queue tells its length when it is asked, so
 * that counting costs nothing while nobody looks.
 */
// A module can exist twice in a process (see database.ts), and then so do its queues: their lengths are added up.
const shared = globalThis as typeof globalThis & { tidingsQueues?: Map<string, (() => number)[]> };

/** Makes a queue's length known. @param name one of few, of our making */
export function watchQueue(name: string, length: () => number): void {
  shared.tidingsQueues ??= new Map();
  const known = shared.tidingsQueues.get(name);
  if (known) known.push(length);
  else shared.tidingsQueues.set(name, [length]);
}

/** How much waits in each queue now. */
export function queueLengths(): [name: string, length: number][] {
  return [...(shared.tidingsQueues ?? [])].map(([name, lengths]) => [
    name,
    lengths.reduce((sum, length) => sum + length(), 0),
  ]);
}
