/**
 * Does something again and again, never twice at once, until it is stopped. After a failure the next turn comes as
 * usual.
 * @param everyMs from the end of one turn to the begin of the next; up to a fifth less, so that several processes
 *   spread out.
 */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  function next(): void {
    if (!stopped) timer = setTimeout(begin, everyMs * (1 - Math.random() / 5));
  }
  function begin(): void {
    turn = work().catch(onFailure).finally(next);
  }

  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
