import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import { MESSAGE, MESSAGE_COLUMNS, type MessageRow } from "./store";

/** The SQL of bringing messages to Routee. */

/** How many more of an app's messages may begin. */
export interface AppRoom {
  app_id: string;
  room: number;
}

const DUE = `m.app_id = q.id AND m.hand_over = 'pending' AND m.hand_over_at <= now() AND m.id <> ALL($3::uuid[])`;

/**
 * Messages that may be handed over now, those sent on their own before those of batches, the longest due first, and one
 * of each app before the second of any. Indexes messages_hand_over, messages_hand_over_batch.
 * @param busy the apps that have some under way; every other app has `room`. @param underWay left out.
 */
export async function dueHandOvers(
  sql: Sql,
  { busy, room, limit }: { busy: readonly AppRoom[]; room: number; limit: number },
  underWay: readonly string[],
): Promise<MessageRow[]> {
  const due = await sql.query<MessageRow>(
    `WITH due AS (
       SELECT d.* FROM (
         SELECT a.id, coalesce(r.room, $2) AS room FROM apps a
         LEFT JOIN jsonb_to_recordset($1::jsonb) AS r(app_id uuid, room int) ON r.app_id = a.id
       ) q CROSS JOIN LATERAL (
         SELECT n.id, row_number() OVER () AS place FROM (
           (SELECT m.id FROM messages m WHERE ${DUE} AND m.batch_id IS NULL ORDER BY m.hand_over_at LIMIT q.room)
           UNION ALL
           (SELECT m.id FROM messages m WHERE ${DUE} AND m.batch_id IS NOT NULL ORDER BY m.hand_over_at LIMIT q.room)
           LIMIT q.room
         ) n
       ) d ORDER BY d.place LIMIT $4
     )
     SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} WHERE m.id = ANY (ARRAY(SELECT id FROM due))`,
    [jsonb(busy), room, underWay, limit],
  );
  return due.rows;
}

/** A message to be claimed, and the worker that would make the request. */
export interface Claim {
  id: string;
  worker: string | null;
  /** How many requests had been made when it was read: since another one it may have been put off. */
  attempts: number;
}

/**
 * Claims messages, each for one request to Routee: from `pending` only, so that no two can, of apps that still send, and
 * as they were read.
 * Committed before a request leaves. A minute later it is looked at whether receipts are overdue. Primary key.
 * @param claims of those for the same message the first counts. @returns how many requests were made for each that was
 * claimed, this one too.
 */
export async function claimHandOvers(sql: Sql, claims: readonly Claim[]): Promise<Map<string, number>> {
  const first = new Map(claims.toReversed().map((one) => [one.id, one] as const));
  const sorted = [...first.keys()].sort();
  const claimed = await sql.query<{ id: string; hand_over_attempts: number }>(
    `WITH mine AS (
       SELECT m.id, c.worker FROM messages m
       JOIN unnest($1::uuid[], $4::uuid[], $5::int[]) AS c(id, worker, attempts)
         ON c.id = m.id AND c.attempts = m.hand_over_attempts
       WHERE m.id = ANY($1::uuid[]) AND m.id >= $2 AND m.id <= $3 AND m.hand_over = 'pending'
         AND EXISTS (SELECT FROM message_states s WHERE s.message_id = m.id AND NOT s.final)
         AND EXISTS (SELECT FROM apps a WHERE a.id = m.app_id AND a.archived_at IS NULL)
       ORDER BY m.id FOR UPDATE OF m
     ), watched AS (
       INSERT INTO follow_ups (message_id, at) SELECT id, now() + interval '1 minute' FROM mine
       ON CONFLICT (message_id) DO UPDATE SET at = excluded.at
     )
     UPDATE messages m SET hand_over = 'requested', hand_over_attempts = hand_over_attempts + 1, requested_at = now(),
       requested_by = mine.worker
     FROM mine WHERE m.id = mine.id AND m.id >= $2 AND m.id <= $3 RETURNING m.id, m.hand_over_attempts`,
    [
      sorted,
      sorted[0],
      sorted.at(-1),
      sorted.map((id) => first.get(id)?.worker ?? null),
      sorted.map((id) => first.get(id)?.attempts ?? 0),
    ],
  );
  return new Map(claimed.rows.map((row) => [row.id, row.hand_over_attempts]));
}

/** Puts the hand-over of a message off. Primary key. @returns whether it still waits to be handed over. */
export async function postponeHandOver(sql: Sql, id: string, ms: number): Promise<boolean> {
  const postponed = await sql.query(
    `UPDATE messages SET hand_over_at = now() + $2 * interval '1 millisecond' WHERE id = $1 AND hand_over = 'pending'`,
    [id, ms],
  );
  return postponed.rowCount === 1;
}

/** Gives a claim back of which no request came. Primary key. */
export async function giveBackClaim(sql: Sql, id: string, worker: string | null): Promise<void> {
  await sql.query(
    `UPDATE messages SET hand_over = 'pending', hand_over_attempts = hand_over_attempts - 1
     WHERE id = $1 AND hand_over = 'requested' AND requested_by IS NOT DISTINCT FROM $2`,
    [id, worker],
  );
}

/** A hand-over as one worker may change it: its own claim, or else what nobody has claimed since it was read. */
export interface Hold {
  /** Null where it made no request. */
  claimed: { worker: string | null; attempt: number } | null;
  /** How many requests had been made when it was read. */
  attemptsRead: number;
}

/** Moves a hand-over on that is held so. Primary key. @returns whether it was. */
export async function moveHeld(
  sql: Sql,
  id: string,
  { claimed, attemptsRead }: Hold,
  next: { handOver: MessageRow["hand_over"]; attempts: number; delayMs: number | null },
): Promise<boolean> {
  const moved = await sql.query(
    `UPDATE messages SET hand_over = $2, hand_over_attempts = $3,
       hand_over_at = coalesce(now() + $4::float8 * interval '1 millisecond', hand_over_at)
     WHERE id = $1 AND hand_over = $5 AND hand_over_attempts = $6
       AND (hand_over = 'pending' OR requested_by IS NOT DISTINCT FROM $7)`,
    [
      id,
      next.handOver,
      next.attempts,
      next.delayMs,
      claimed ? "requested" : "pending",
      claimed?.attempt ?? attemptsRead,
      claimed?.worker ?? null,
    ],
  );
  return moved.rowCount === 1;
}

/** Moves a message of which a worker made a request on to `lost`. Primary key. @returns whether it was still under way. */
export async function loseClaim(sql: Sql, id: string, worker: string | null): Promise<boolean> {
  const lost = await sql.query(
    `UPDATE messages SET hand_over = 'lost'
     WHERE id = $1 AND hand_over = 'requested' AND requested_by IS NOT DISTINCT FROM $2`,
    [id, worker],
  );
  return lost.rowCount === 1;
}

/** Locks the messages for which workers that died had made a request. Index messages_requested. */
export async function lockRequestedBy(sql: Sql, workers: readonly string[]): Promise<string[]> {
  const found = await sql.query<{ id: string }>(
    `SELECT id FROM messages WHERE hand_over = 'requested' AND requested_by = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [workers],
  );
  return found.rows.map(({ id }) => id);
}
