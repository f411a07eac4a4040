import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from "prom-client";
import { queueLengths } from "./pressure";

/**
 * What this process counts and times, in the terms of Prometheus. Names end in the unit; labels have few values, and
 * none of them comes from a caller.
 */
export interface Metrics {
  registry: Registry;
  /** Seconds to answer an HTTP request, by `method`, `route` (a pattern of ours) and `status`. */
  requests: Histogram<"method" | "route" | "status">;
  /** Receipts by what became of them: their verdict, `unknown_token` or `not_json`. */
  receipts: Counter<"result">;
  /** Messages that were accepted, by where from: `dashboard` or `api`. */
  accepted: Counter<"source">;
  /** Seconds that a request to Routee for a message took, by its `outcome`. */
  handOvers: Histogram<"outcome">;
  /** Seconds that an attempt at a receiver took, by its `outcome`. */
  callbackAttempts: Histogram<"outcome">;
  /** Live streams that are open. */
  streams: Gauge;
  /** Live streams that were ended since their reader did not keep up. */
  streamsDropped: Counter;
  /** What was refused since too much waited in a `queue` of this process. */
  refused: Counter<"queue">;
  /** Connections that callers hold open. */
  connections: Gauge;
  /** Connections that were closed at once, by the `limit` that was reached: `total` or `address`. */
  connectionsRefused: Counter<"limit">;
  /** Requests that were answered 429 for what an address did: `sign_in` or `unknown_token`. */
  slowedDown: Counter<"reason">;
  /** Spans by what became of them: `sent`, `failed` or `dropped`. */
  spans: Counter<"result">;
}

const QUICK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const REMOTE = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

// A module can exist twice in a process (see database.ts); what it counts must not.
const shared = globalThis as typeof globalThis & { tidingsMetrics?: Metrics };

/** This process's metrics; made on first use. */
export function metrics(): Metrics {
  shared.tidingsMetrics ??= make();
  return shared.tidingsMetrics;
}

function make(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: "tidings_waiting",
    help: "What waits in a queue in memory.",
    labelNames: ["queue"],
    registers,
    collect() {
      for (const [queue, length] of queueLengths()) this.set({ queue }, length);
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: "tidings_http_request_duration_seconds",
      help: "Time to answer an HTTP request.",
      labelNames: ["method", "route", "status"],
      buckets: QUICK,
      registers,
    }),
    receipts: new Counter({
      name: "tidings_receipts_total",
      help: "Receipts by what became of them.",
      labelNames: ["result"],
      registers,
    }),
    accepted: new Counter({
      name: "tidings_messages_accepted_total",
      help: "Messages that were accepted.",
      labelNames: ["source"],
      registers,
    }),
    handOvers: new Histogram({
      name: "tidings_hand_over_duration_seconds",
      help: "Time that a request to Routee for a message took, by its outcome.",
      labelNames: ["outcome"],
      buckets: REMOTE,
      registers,
    }),
    callbackAttempts: new Histogram({
      name: "tidings_callback_attempt_duration_seconds",
      help: "Time that an attempt at a receiver took, by its outcome.",
      labelNames: ["outcome"],
      buckets: REMOTE,
      registers,
    }),
    streams: new Gauge({ name: "tidings_live_streams", help: "Live streams that are open.", registers }),
    streamsDropped: new Counter({
      name: "tidings_live_streams_dropped_total",
      help: "Live streams that were ended since their reader did not keep up.",
      registers,
    }),
    refused: new Counter({
      name: "tidings_refused_total",
      help: "What was refused since too much waited in a queue in memory.",
      labelNames: ["queue"],
      registers,
    }),
    connections: new Gauge({
      name: "tidings_http_connections",
      help: "Connections that callers hold open.",
      registers,
    }),
    connectionsRefused: new Counter({
      name: "tidings_http_connections_refused_total",
      help: "Connections that were closed at once, by the limit that was reached.",
      labelNames: ["limit"],
      registers,
    }),
    slowedDown: new Counter({
      name: "tidings_slowed_down_total",
      help: "Requests that were answered 429 for what their address had done.",
      labelNames: ["reason"],
      registers,
    }),
    spans: new Counter({
      name: "tidings_spans_total",
      help: "Spans by what became of them.",
      labelNames: ["result"],
      registers,
    }),
  };
}

let watched: Registry | undefined;

/** What Node itself tells of this process: memory, CPU, event loop. */
export function processMetrics(): Registry {
  if (!watched) {
    watched = new Registry();
    collectDefaultMetrics({ register: watched });
  }
  return watched;
}

/** This process's metrics at a moment, as they can be stored. */
export type Snapshot = readonly MetricObjectWithValues<MetricValue<string>>[];

/** This process's metrics now. */
export const snapshot = (): Promise<Snapshot> => metrics().registry.getMetricsAsJSON();

/** Several processes' snapshots as the text that Prometheus reads; counts are added up. */
export function together(snapshots: readonly Snapshot[]): Promise<string> {
  return AggregatorRegistry.aggregate([...snapshots]).metrics();
}
