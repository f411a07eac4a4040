import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The processes of an installation under test, to see that none outlives it. */

/** The launcher's own: the roles, and a database that it started. None where the system does not tell. */
export function childrenOf(pid: number | undefined): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

/** The database's process, also where the launcher took it over. */
export function postmasterOf(dataDir: string): number[] {
  const file = join(dataDir, "postgres/postmaster.pid");
  return existsSync(file) ? [Number(readFileSync(file, "utf8").split("\n")[0])] : [];
}

function parentOf(pid: string): number | undefined {
  const stat = readStat(pid);
  // After the program's name, which is in brackets: the state, then the parent.
  const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  return parent === undefined ? undefined : Number(parent);
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    // It has ended since the folder was read.
    if (error instanceof Error && /ENOENT|ESRCH/.test(error.message)) return "";
    throw error;
  }
}
