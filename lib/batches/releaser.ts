import { log } from "@/lib/platform/log";
import { beginDue, finishDue, tellProgress } from "./finish";
import { releaseAll } from "./release";

/** Looks after batches: begins, releases, finishes them, and tells the progress of campaigns. Any number may run. */
export interface Releaser {
  /** Something may be due. */
  wake(): void;
  /** Ends when what was begun has been written down. */
  stop(): Promise<void>;
}

/** What is due by the clock alone, or was another process's, is looked for so often. */
const LOOK_EVERY_MS = 1_000;
/** While messages are handed over, room comes free all the time; it is filled long before it could run dry. */
const WHILE_RELEASING_MS = 200;

export function startReleaser(): Releaser {
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let stopped = false;
  let housekeptAt = 0;

  function wake(): void {
    if (stopped) return;
    clearTimeout(timer);
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => {
        log().warn({ err: error }, "could not look after batches");
        return LOOK_EVERY_MS;
      })
      .then((delayMs) => {
        looking = null;
        const delay = again ? 0 : delayMs;
        again = false;
        if (!stopped) timer = setTimeout(wake, delay);
      });
  }

  async function look(): Promise<number> {
    await beginDue();
    const released = await releaseAll();
    if (Date.now() - housekeptAt >= LOOK_EVERY_MS) {
      await finishDue();
      await tellProgress();
      housekeptAt = Date.now();
    }
    return released > 0 ? WHILE_RELEASING_MS : LOOK_EVERY_MS;
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
