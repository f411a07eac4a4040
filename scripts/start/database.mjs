import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./failure.mjs";
import { startPostgres } from "./postgres.mjs";

/** How long to wait before each attempt to bring a database back that ended by itself. */
const RESTART_MS = [200, 1_000, 5_000, 10_000];

/**
 * The embedded database, kept running: one that ends by itself is started again at the same address, so that the
 * roles only have to connect anew.
 * @param {{ folder: string, say: (line: string) => void, signal: AbortSignal }} options `signal` ends the keeping
 * @returns {Promise<{ url: string, failed: Promise<never>, stop(): Promise<void>, kill(): void }>} `failed` rejects when
 * it cannot be brought back
 * @throws {StartError}
 */
export async function keepDatabase({ folder, say, signal }) {
  let postgres = await startPostgres({ folder, signal });
  const { url, port } = postgres;

  async function bringBack() {
    /** @type {unknown} */
    let last;
    for (const wait of RESTART_MS) {
      await delay(wait);
      if (signal.aborted) return;
      try {
        postgres = await startPostgres({ folder, port, signal });
        return;
      } catch (error) {
        last = error;
      }
    }
    throw new StartError(
      `The database ended and could not be started again: ${last instanceof Error ? last.message : last}`,
      last,
    );
  }

  /** What is just being brought back has to be there before it can be stopped. @type {Promise<void>} */
  let broughtBack = Promise.resolve();

  /** @returns {Promise<never>} */
  async function keep() {
    for (;;) {
      await postgres.ended;
      if (signal.aborted) return new Promise(() => undefined);
      say("The database ended; starting it again.");
      const bringing = bringBack();
      broughtBack = bringing.catch(() => undefined);
      await bringing;
      if (signal.aborted) return new Promise(() => undefined);
    }
  }

  return {
    url,
    failed: keep(),
    async stop() {
      await broughtBack;
      await postgres.stop();
    },
    kill: () => postgres.kill(),
  };
}
