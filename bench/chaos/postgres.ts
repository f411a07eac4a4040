import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { isAlive } from "@/scripts/start/processes.mjs";

/** PostgreSQL seen from outside: connections of nobody's but the faults. */

const NAME = "chaos";

/** Connects; null when PostgreSQL has no place for it or is not there. */
export async function connectTo(url: string): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, application_name: NAME, connectionTimeoutMillis: 3_000 });
  // It is there to be broken.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    await client.end();
    return null;
  }
}

/** Waits until PostgreSQL answers. @returns whether it did in time */
export async function answersWithin(url: string, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    const client = await connectTo(url);
    if (client) {
      await client.end();
      return true;
    }
    await delay(100);
  }
  return false;
}

/** The backends of Tidings: its pools' connections, its listeners', its workers' places. */
export async function backendsOf(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE 'tidings%' ORDER BY pid",
  );
  return rows.map(({ pid }) => pid);
}

/**
 * Stops all of PostgreSQL's processes where they are: it still takes connections, as far as the system does, and answers
 * nothing. @returns what lets them go on, or null when it could not be asked for its processes
 */
export async function freeze(url: string, postmaster: number): Promise<(() => void) | null> {
  const client = await connectTo(url);
  if (!client) return null;
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
  );
  await client.end();
  // The first one makes no more of them.
  const pids = [postmaster, ...rows.map(({ pid }) => pid)];
  const tell = (signal: NodeJS.Signals) => pids.filter(isAlive).forEach((pid) => void process.kill(pid, signal));
  tell("SIGSTOP");
  const goOn = () => tell("SIGCONT");
  // Who stops it meanwhile could not end it.
  process.once("SIGINT", goOn).once("SIGTERM", goOn);
  return () => {
    process.off("SIGINT", goOn).off("SIGTERM", goOn);
    goOn();
  };
}

/** Takes every place that PostgreSQL has, also those that become free, until it is told to stop. */
export function takeAllPlaces(url: string): { taken(): number; stop(): Promise<void> } {
  const held: pg.Client[] = [];
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      const client = await connectTo(url);
      if (client) held.push(client);
      else await delay(20);
    }
  })();
  return {
    taken: () => held.length,
    async stop() {
      stopped = true;
      await done;
      await Promise.all(held.map((client) => client.end()));
    },
  };
}
