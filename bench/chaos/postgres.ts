import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

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
