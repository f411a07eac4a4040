import { setTimeout as delay } from "node:timers/promises";
import { MESSAGE } from "@/lib/messages/store";
import { pool } from "@/lib/platform/database";
import { readLedger } from "./soak-check";
import type { Stack } from "./stack";

/** Lets everything come to its end without waiting for it: what is due later is due now. */

/** Messages whose hand-over goes on; those that Routee never takes are left to their time to live. */
const TRIES_ENOUGH = 5;

/**
 * How many messages have not ended, of which some are not sent, and of some the answer is lost.
 * @param tries those that were tried so often count as sent.
 */
export async function countOpen(tries = TRIES_ENOUGH): Promise<{ open: number; notSent: number; lost: number }> {
  const found = await pool().query<{ open: string; not_sent: string; lost: string }>(
    `SELECT count(*) AS open, 
       count(*) FILTER (WHERE hand_over IN ('pending', 'requested') AND hand_over_attempts < $1) AS not_sent,
       count(*) FILTER (WHERE hand_over = 'lost') AS lost FROM ${MESSAGE} WHERE NOT final`,
    [tries],
  );
  const row = found.rows[0];
  return { open: Number(row?.open), notSent: Number(row?.not_sent), lost: Number(row?.lost) };
}

/** Jobs that are due later are due now, but for what a worker is at. */
export async function hurryJobs(): Promise<void> {
  await pool().query(
    "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now() AND locked_at IS NULL",
  );
}

/** The same for jobs and hand-overs, but for those that were tried often enough. */
export async function hurry(tries = TRIES_ENOUGH): Promise<void> {
  await hurryJobs();
  await pool().query(
    `UPDATE messages SET hand_over_at = now()
     WHERE hand_over = 'pending' AND hand_over_at > now() AND hand_over_attempts < $1`,
    [tries],
  );
}

/** Time passes for what is still open: beyond every time to live (72 hours) and the deadline a day later. */
export async function passDays(): Promise<void> {
  await pool().query(
    `WITH looked AS (UPDATE follow_ups SET at = now())
     UPDATE messages SET created_at = created_at - interval '97 hours', requested_at = requested_at - interval '97 hours'
     WHERE id IN (SELECT message_id FROM message_states WHERE NOT final)`,
  );
}

/** Looks at open messages, and at the jobs that follow from it, are due now. */
export async function hurryFollowUps(): Promise<void> {
  await hurryJobs();
  await pool().query("UPDATE follow_ups SET at = now() WHERE at > now()");
}

/** Asks twice a second whether something is reached. @param deadline of `performance.now()` @throws when it is over */
export async function waitUntil(what: string, deadline: number, reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`The time is over: ${what}`);
    await delay(500);
  }
}

/** Tells the sandbox how to be. */
export async function control(stack: Pick<Stack, "sandboxUrl">, what: string, body: unknown): Promise<void> {
  const answer = await fetch(`${stack.sandboxUrl}/control/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox did not take ${what}: ${answer.status} ${await answer.text()}`);
}

/** Whether the sandbox has posted nothing for a while. */
export function quiet(stack: Pick<Stack, "sandboxUrl">): () => Promise<boolean> {
  let after = 0;
  let still = 0;
  return async () => {
    const { taken, posted } = await readLedger(stack.sandboxUrl, after);
    after = Math.max(
      after,
      ...taken.slice(-1).map((one) => one.sequence),
      ...posted.slice(-1).map((one) => one.sequence),
    );
    still = posted.length === 0 ? still + 1 : 0;
    return still >= 6;
  };
}
