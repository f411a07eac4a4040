import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keepDatabase } from "@/scripts/start/database.mjs";

/** PostgreSQL as `npm start` keeps it, which can also be sent away and fetched back. */
export interface HeldDatabase {
  url: string;
  /** The postmaster's process id, as PostgreSQL wrote it down. */
  pid(): number;
  /** Stops it in order ("fast": connections are cut); nobody brings it back until `start`. */
  stop(): Promise<void>;
  /** At the same address. */
  start(): Promise<void>;
}

/** Starts a database in a folder, as durable as in use. */
export async function holdDatabase(folder: string, say: (line: string) => void): Promise<HeldDatabase> {
  let quit = new AbortController();
  let kept = await keep();
  const { url } = kept;

  async function keep() {
    quit = new AbortController();
    const fresh = await keepDatabase({ folder, say, signal: quit.signal });
    fresh.failed.catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
    return fresh;
  }

  return {
    url,
    pid: () => Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]),
    async stop() {
      quit.abort();
      await kept.stop();
    },
    async start() {
      kept = await keep();
      if (kept.url !== url) throw new Error("The database came back at another address.");
    },
  };
}
