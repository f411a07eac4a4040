import { cancelledEvent } from "@/lib/messages/hand-over-events";
import { recordObservations } from "@/lib/messages/record-observations";
import type { Sender } from "@/lib/messages/sender";
import { MESSAGE, notifyHandOver } from "@/lib/messages/store";
import { type Sql, transaction } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { BatchDetail } from "./contract";
import { readBatch } from "./read-batch";
import { type BatchRow, lockBatch, notifyReleasers } from "./store";

/**
 * What people and programs do to a batch that is under way. Each holds the batch's lock, which a release needs too; a
 * message that waits for its hand-over is taken from `pending`, as a hand-over takes it, so that only one of them can.
 * Each answers null when there is no such batch, and throws {@link Problem} `conflict` when it is too late.
 */

/** Stops a batch: nothing more of it is made or handed over until it is resumed. */
export function pauseBatch(id: string): Promise<BatchDetail | null> {
  return change(id, async (sql, batch) => {
    if (batch.state === "paused") return;
    if (batch.state !== "running" && batch.state !== "scheduled") throw tooLate("paused", batch);
    await setState(sql, id, "paused");
    await moveWaiting(sql, id, ["pending"], "held");
  });
}

/** Lets a paused batch go on where it stopped. */
export function resumeBatch(id: string): Promise<BatchDetail | null> {
  return change(id, async (sql, batch) => {
    if (batch.state === "running" || batch.state === "scheduled") return;
    if (batch.state !== "paused") throw tooLate("resumed", batch);
    await setState(sql, id, batch.scheduled_at && batch.scheduled_at > new Date() ? "scheduled" : "running");
    await moveWaiting(sql, id, ["held"], "pending");
    notifyHandOver(sql);
    notifyReleasers(sql);
  });
}

/** Takes back what has not left: waiting recipients never become messages, waiting messages are cancelled. */
export function cancelBatch(id: string, sender: Sender): Promise<BatchDetail | null> {
  return change(id, async (sql, batch) => {
    if (batch.state === "cancelled") return;
    if (batch.state === "finished") throw tooLate("cancelled", batch);
    await setState(sql, id, "cancelled");
    await sql.query("DELETE FROM batch_recipients WHERE batch_id = $1", [id]);
    const taken = await moveWaiting(sql, id, ["pending", "held"], "settled");
    const now = new Date();
    if (taken.length > 0)
      await recordObservations(
        sql,
        taken.map((messageId) => cancelledEvent(messageId, sender, now)),
      );
  });
}

async function change(id: string, work: (sql: Sql, batch: BatchRow) => Promise<void>): Promise<BatchDetail | null> {
  if (!isId(id)) return null;
  const found = await transaction(async (sql) => {
    const batch = await lockBatch(sql, id);
    if (batch) await work(sql, batch);
    return batch !== null;
  });
  return found ? readBatch(id) : null;
}

async function setState(sql: Sql, id: string, state: BatchRow["state"]): Promise<void> {
  await sql.query("UPDATE batches SET state = $2 WHERE id = $1", [id, state]);
}

/**
 * Moves on the hand-over of a batch's messages that wait for it, in the order of their ids, as everybody locks them.
 * Index message_states_batch; primary key. @returns which were moved.
 */
async function moveWaiting(sql: Sql, id: string, from: string[], to: string): Promise<string[]> {
  const moved = await sql.query<{ id: string }>(
    `WITH waiting AS (
       SELECT m.id FROM ${MESSAGE}
       WHERE s.batch_id = $1 AND s.status IN ('Accepted', 'Scheduled') AND m.hand_over = ANY($2)
       ORDER BY m.id FOR UPDATE OF m
     )
     UPDATE messages m SET hand_over = $3 FROM waiting w WHERE m.id = w.id RETURNING m.id`,
    [id, from, to],
  );
  return moved.rows.map((row) => row.id).sort();
}

function tooLate(what: string, { state }: BatchRow): Problem {
  const why = state === "finished" ? "every message of it has ended" : "it was cancelled";
  return new Problem("conflict", `It is too late: this batch cannot be ${what}, since ${why}.`);
}
