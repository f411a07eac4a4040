import { setTimeout as delay } from "node:timers/promises";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import {
  dropMonth,
  type ExpiredMonth,
  lockTables,
  noteGone,
  readExpiredMonths,
  readStillOpen,
  type StillOpen,
  takeRetention,
} from "./retention-store";

/** Receipts wait no longer than this for a lock that is being tried for. */
const LOCK_WAIT_MS = 50;
/** How often it is tried in one run, and what lies between two tries. */
const TRIES = 5;
const BETWEEN_TRIES_MS = 300;

/** What became of a month that is older than what is kept; only `dropped` is gone. */
export type Outcome = "dropped" | "still open" | "busy" | "another process is at it";

interface Retention {
  keepMonths: number;
  around?: Date;
}

/**
 * Drops the months that are older than what is kept: messages, their events, receipts, callbacks and attempts together,
 * in one transaction each. A month of which something is open stays, and so does one whose tables cannot be locked at
 * once; both are tried again when this runs next.
 * @param options.keepMonths so many whole months are kept besides the current one. @param options.around the moment, for
 *   tests.
 * @returns what became of each, the oldest first.
 */
export async function dropMonths(options: Retention): Promise<{ month: string; outcome: Outcome }[]> {
  const outcomes: { month: string; outcome: Outcome }[] = [];
  for (const month of await readExpiredMonths(pool(), options.keepMonths, options.around))
    outcomes.push({ month: month.month, outcome: await transaction((sql) => drop(sql, month, options)) });
  return outcomes;
}

async function drop(sql: Sql, month: ExpiredMonth, { keepMonths, around }: Retention): Promise<Outcome> {
  if (!(await takeRetention(sql))) return "another process is at it";
  const left = await readExpiredMonths(sql, keepMonths, around);
  if (!left.some((one) => one.month === month.month)) return "another process is at it";
  const open = await readStillOpen(sql, month);
  if (isOpen(open)) return stays(month, open);
  await sql.query("SAVEPOINT untouched");
  await noteGone(sql, month);
  for (let tried = 1; !(await lockTables(sql, LOCK_WAIT_MS)); tried += 1) {
    if (tried === TRIES) return busy(sql, month);
    await delay(BETWEEN_TRIES_MS);
  }
  // From now on nothing can come to it but receipts, of which none opens again what has ended.
  const late = await readStillOpen(sql, month);
  if (isOpen(late)) {
    await leave(sql);
    return stays(month, late);
  }
  const partitions = await dropMonth(sql, month, LOCK_WAIT_MS);
  if (partitions === null) return busy(sql, month);
  log().info({ month: month.month, partitions }, "dropped a month that is older than what is kept");
  return "dropped";
}

const isOpen = (open: StillOpen) => open.messages || open.callbacks || open.batches;

function stays({ month }: ExpiredMonth, open: StillOpen): Outcome {
  log().warn({ month, open }, "a month is older than what is kept, but something of it is open: it stays for now");
  return "still open";
}

/** Lets go of the tables; nothing that was done stays. */
const leave = (sql: Sql) => sql.query("ROLLBACK TO SAVEPOINT untouched");

async function busy(sql: Sql, { month }: ExpiredMonth): Promise<Outcome> {
  await leave(sql);
  log().info({ month }, "a month that is older than what is kept could not be locked at once: it is tried again later");
  return "busy";
}
