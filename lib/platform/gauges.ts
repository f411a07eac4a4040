import { Gauge, Registry } from "prom-client";
import { config } from "./config";
import { pool } from "./database";
import type { Snapshot } from "./metrics";
import { countQueued } from "./queue";

/** What stands in the database, as gauges: how much waits, for how long, and who is there to do it. */

interface Standing {
  hand_overs: number;
  hand_over_age: number;
  requested: number;
  callbacks_pending: number;
  callback_age: number;
  callbacks_held: number;
  overdue: number;
  overdue_age: number;
  batches: number;
  workers: number;
  worker_age: number | null;
  expired_months: number;
}

/** Ages in seconds, 0 where nothing waits. Partial indexes of what waits; the callbacks that are held are counted. */
async function readStanding(): Promise<Standing> {
  const age = (column: string) => `coalesce(greatest(extract(epoch FROM now() - min(${column})), 0), 0)::float8`;
  const found = await pool().query<Standing>(
    `SELECT * FROM
       (SELECT count(*)::int AS hand_overs, ${age("hand_over_at")} AS hand_over_age FROM messages
        WHERE hand_over = 'pending' AND hand_over_at <= now()) a,
       (SELECT count(*)::int AS requested FROM messages WHERE hand_over = 'requested') b,
       (SELECT count(*)::int AS callbacks_pending, ${age("next_attempt_at")} AS callback_age FROM callbacks
        WHERE status = 'pending' AND next_attempt_at <= now()) c,
       (SELECT count(*)::int AS callbacks_held FROM callbacks c
        WHERE c.status = 'held' AND (c.app_id, c.url) IN (SELECT app_id, url FROM callback_endpoints)) d,
       (SELECT count(*)::int AS overdue, ${age("at")} AS overdue_age FROM follow_ups
        WHERE at <= now()) e,
       (SELECT count(*)::int AS batches FROM batches WHERE finished_at IS NULL) f,
       (SELECT count(*) FILTER (WHERE last_seen_at > now() - interval '10 seconds')::int AS workers,
          extract(epoch FROM now() - max(last_seen_at))::float8 AS worker_age FROM workers) g,
       (SELECT count(*)::int AS expired_months FROM expired_message_months(now(), $1)) h`,
    [config().retentionMonths],
  );
  const [standing] = found.rows;
  if (!standing) throw new Error("The database told nothing.");
  return standing;
}

/** The gauges as they stand now. @throws when the database does not answer. */
export async function readGauges(): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name: `tidings_${name}`, help, registers: [registry] }).set(value);
  const now = await readStanding();
  gauge("hand_over_due", "Messages that are due and not handed over.", now.hand_overs);
  gauge("hand_over_oldest_due_seconds", "How long the longest due hand-over waits.", now.hand_over_age);
  gauge("hand_over_under_way", "Requests to Routee whose answer is not stored.", now.requested);
  gauge("callbacks_due", "Callbacks that are due and not delivered.", now.callbacks_pending);
  gauge("callbacks_oldest_due_seconds", "How long the longest due callback waits.", now.callback_age);
  gauge("callbacks_held", "Callbacks that are held, since their receiver is paused.", now.callbacks_held);
  gauge("follow_ups_due", "Open messages that are due for a look.", now.overdue);
  gauge("follow_ups_oldest_due_seconds", "How long the longest due look waits.", now.overdue_age);
  gauge("batches_unfinished", "Batches that have not ended.", now.batches);
  gauge("queue_due", "Jobs and hand-overs that are due and not begun.", await countQueued(pool()));
  gauge("workers", "Workers seen in the last 10 seconds.", now.workers);
  if (now.worker_age !== null) gauge("worker_last_seen_seconds", "When a worker was seen last.", now.worker_age);
  gauge("expired_months", "Months older than RETENTION_MONTHS that are still there.", now.expired_months);
  const { totalCount, idleCount, waitingCount } = pool();
  gauge("database_connections", "This process's connections to the database.", totalCount);
  gauge("database_connections_idle", "Those of them that nobody uses.", idleCount);
  gauge("database_waiting", "How many wait for a connection.", waitingCount);
  return registry;
}

/** What the workers that are alive counted and timed. */
export async function readWorkers(): Promise<Snapshot[]> {
  const found = await pool().query<{ metrics: Snapshot }>(
    "SELECT metrics FROM workers WHERE metrics IS NOT NULL AND last_seen_at > now() - interval '60 seconds'",
  );
  return found.rows.map(({ metrics }) => metrics);
}
