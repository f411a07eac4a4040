import { readdirSync, readFileSync } from "node:fs";
import type { Pool } from "pg";

/** What CPU processes of this machine used, as Linux tells it. */

/** Linux counts in hundredths of a second for everybody (USER_HZ). */
const TICKS_A_SECOND = 100;

interface Stat {
  parent: number;
  /** Its own ticks, in user mode and in the kernel. */
  own: number;
  /** Those of children that have ended and were waited for. */
  ofEnded: number;
}

/** Null when there is no such process any more. */
function statOf(pid: number | string): Stat | null {
  try {
    // After the program's name, which is in brackets and may hold anything; the state is the third field of proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const field = (number: number) => Number(fields[number - 3]);
    return { parent: field(4), own: field(14) + field(15), ofEnded: field(16) + field(17) };
  } catch (error) {
    if (error instanceof Error && /ENOENT|ESRCH/.test(error.message)) return null;
    throw error;
  }
}

/** Seconds of CPU that processes have used since they began. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (statOf(pid)?.own ?? 0), 0) / TICKS_A_SECOND;
}

/** Seconds of CPU that a process and its children have used since they began, those that have ended included. */
export function cpuSecondsOfTree(root: number): number {
  const stats = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(name) : null;
    return stat && (stat.parent === root || Number(name) === root) ? [{ pid: Number(name), ...stat }] : [];
  });
  const ticks = stats.reduce((sum, { pid, own, ofEnded }) => sum + own + (pid === root ? ofEnded : 0), 0);
  return ticks / TICKS_A_SECOND;
}

/** The process that all of a PostgreSQL's are children of, when it runs on this machine. */
export async function postmasterOf(pool: Pool): Promise<number> {
  const found = await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const parent = statOf(found.rows[0]?.pid ?? 0)?.parent;
  if (parent === undefined) throw new Error("The database does not run on this machine, so its CPU cannot be told.");
  return parent;
}
