import { Client } from "pg";
import { config } from "./config";
import { CONNECT_MS, KEEP_ALIVE } from "./database";
import { log } from "./log";

/** Hears a channel of PostgreSQL's NOTIFY, and connects again when the connection breaks. */
export interface Listener {
  /** Settles after the first attempt to connect, whether it succeeded or not. */
  started: Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_MS = [200, 1_000, 2_000, 5_000] as const;

/**
 * @param options.onConnected is called each time it hears again, before anything else: what was said meanwhile was
 *   missed. When it throws, it connects again.
 */
export function listen(options: {
  channel: string;
  /** What it is for, in the log and in PostgreSQL's list of connections. */
  name: string;
  onConnected: () => Promise<void>;
  onNotify: () => void;
}): Listener {
  const { channel, name, onConnected, onNotify } = options;
  let client: Client | undefined;
  let closed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new Client({
      connectionString: config().databaseUrl,
      application_name: `tidings ${name}`,
      connectionTimeoutMillis: CONNECT_MS,
      ...KEEP_ALIVE,
    });
    fresh.on("error", (error) => lost(fresh, error));
    fresh.on("end", () => lost(fresh, new Error("the connection ended")));
    fresh.on("notification", onNotify);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${channel}`);
      await onConnected();
      failures = 0;
    } catch (error) {
      lost(fresh, error);
    }
  }

  function lost(which: Client, error: unknown): void {
    if (closed || which !== client) return;
    client = undefined;
    const delay = RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)];
    failures += 1;
    log().warn({ err: error, channel }, `${name} lost its database connection and will connect again`);
    which.removeAllListeners();
    which.on("error", (late) => log().debug({ err: late }, "a lost connection failed again"));
    void which.end().catch((late: unknown) => log().debug({ err: late }, "a lost connection could not be ended"));
    timer = setTimeout(() => void connect(), delay);
  }

  const started = connect();
  return {
    started,
    async close() {
      closed = true;
      clearTimeout(timer);
      await started;
      const ending = client;
      client = undefined;
      await ending?.end();
    },
  };
}
