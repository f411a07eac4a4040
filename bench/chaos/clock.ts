import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isAlive } from "@/scripts/start/processes.mjs";

/** The clock of some processes, which can be stepped (bench/support/step-clock.mjs). */
export interface Clock {
  /** What their environment needs. */
  env: Record<string, string>;
  /** So many hours ahead of the right time; 0 is right again. */
  step(hours: number, pids: readonly (number | undefined)[]): void;
}

const HOUR_MS = 3_600_000;

/** @param folder where the offset is kept. */
export function stepClock(folder: string): Clock {
  const file = join(folder, "clock-offset");
  writeFileSync(file, "0");
  const preload = `--import=${pathToFileURL(resolve("bench/support/step-clock.mjs")).href}`;
  return {
    env: { CLOCK_OFFSET_FILE: file, NODE_OPTIONS: [process.env.NODE_OPTIONS, preload].filter(Boolean).join(" ") },
    step(hours, pids) {
      writeFileSync(file, String(hours * HOUR_MS));
      for (const pid of pids) if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGUSR2");
    },
  };
}
