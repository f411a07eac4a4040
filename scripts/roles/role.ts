import { ConfigError, config } from "@/lib/platform/config";
import { log } from "@/lib/platform/log";

/** What every role's process has in common: how it begins, says that it is ready, and ends. */

/** The exit code for a setting that is wrong: starting again would not help. */
const BAD_CONFIGURATION = 78;

export interface Running {
  url?: string;
  /** Ends in order: finishes what was begun, then lets go of everything. */
  stop(): Promise<void>;
}

/** Starts a role, tells the launcher when it is ready, and stops it on SIGTERM, SIGINT, or when the launcher is gone. */
export function runRole(name: string, start: (fail: (error: unknown) => void) => Promise<Running>): void {
  let stopping = false;
  let running: Running | undefined;

  function fail(error: unknown): void {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(BAD_CONFIGURATION);
    }
    log().fatal({ err: error, role: name }, `the ${name} role failed`);
    process.stderr.write(`The ${name} role failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    try {
      await running?.stop();
      process.exit(0);
    } catch (error) {
      fail(error);
    }
  }

  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  process.on("disconnect", () => void stop());
  process.on("unhandledRejection", fail);
  process.on("uncaughtException", fail);

  void (async () => {
    try {
      config();
      running = await start(fail);
      if (stopping) return await running.stop();
      process.send?.({ ready: true, url: running.url });
    } catch (error) {
      fail(error);
    }
  })();
}
