import { Client } from "pg";

/**
 * How many times a second a database does a transaction, with nothing of ours around it: what everything else is
 * compared with. The clients are loops of this process, so that no tool has to be installed.
 */
export interface DatabaseRate {
  perSecond: number;
  /** Milliseconds. */
  mean: number;
}

/**
 * @param options.prepare makes what the transaction needs. @param options.transaction is done again and again, by each
 *   client after the one before; `turn` counts from 0.
 */
export async function databaseRate(options: {
  url: string;
  clients: number;
  milliseconds: number;
  prepare?: (client: Client) => Promise<void>;
  transaction: (client: Client, place: { client: number; turn: number }) => Promise<unknown>;
}): Promise<DatabaseRate> {
  const clients = Array.from({ length: options.clients }, () => new Client({ connectionString: options.url }));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [first] = clients;
    if (first) await options.prepare?.(first);
    let done = 0;
    const begun = performance.now();
    const until = begun + options.milliseconds;
    await Promise.all(
      clients.map(async (client, index) => {
        for (let turn = 0; performance.now() < until; turn += 1) {
          await options.transaction(client, { client: index, turn });
          done += 1;
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1_000;
    return { perSecond: done / seconds, mean: (seconds * 1_000 * options.clients) / Math.max(1, done) };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** Rows in the table that the durable statement changes. */
const ROWS = 20_000;

/**
 * The least that a durable receipt can cost: one statement, committed by itself, that changes one row and appends one
 * of a receipt's size, in tables of its own.
 */
export function durableStatementRate(url: string, clients: number, milliseconds: number): Promise<DatabaseRate> {
  return databaseRate({
    url,
    clients,
    milliseconds,
    async prepare(client) {
      await client.query(
        `DROP TABLE IF EXISTS bench_events, bench_rows;
         CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, status TEXT NOT NULL, sequence INTEGER NOT NULL);
         CREATE TABLE bench_events (id INTEGER NOT NULL, sequence INTEGER NOT NULL, body JSONB NOT NULL, PRIMARY KEY (id, sequence));
         INSERT INTO bench_rows SELECT i, 'Queued', 0 FROM generate_series(0, ${ROWS - 1}) i`,
      );
      await client.query("VACUUM ANALYZE bench_rows");
      await client.query("CHECKPOINT");
    },
    transaction: (client, { client: index, turn }) =>
      client.query({
        name: "durable",
        text: `WITH changed AS (
            UPDATE bench_rows SET status = $2, sequence = sequence + 1 WHERE id = $1 RETURNING id, sequence)
          INSERT INTO bench_events SELECT id, sequence, $3::jsonb FROM changed`,
        values: [(turn * clients + index) % ROWS, "Delivered", BODY],
      }),
  });
}

const BODY = JSON.stringify({
  status: "Delivered",
  reason: "A description of some length, as Routee's have.".repeat(8),
});
