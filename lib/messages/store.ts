import type { Sql } from "@/lib/platform/database";
import { newId, timeOfId } from "@/lib/platform/ids";
import { jsonb } from "@/lib/platform/jsonb";
import type { EVENT_SOURCES } from "./contract";
import type { Fold, Observation, Verdict } from "./status";

/** The hot SQL of messages. Every statement names the index that it relies on. */

/** A message's row as the statements below return it. Times are JavaScript dates. */
export interface MessageRow {
  id: string;
  app_id: string;
  account_id: string | null;
  key_id: string | null;
  batch_id: string | null;
  to: string;
  from: string | null;
  body: string;
  label: string | null;
  flash: boolean;
  ttl: number | null;
  transcode: boolean | null;
  encoding: string;
  segment_count: number;
  callback_url: string | null;
  callback_strategy: string | null;
  status: string;
  final: boolean;
  sequence: number;
  fold: Fold;
  tracking_id: string | null;
  price: string | null;
  currency: string | null;
  country: string | null;
  operator: string | null;
  latency: number | null;
  reason_status: string | null;
  reason_description: string | null;
  hand_over: "pending" | "requested" | "lost" | "settled" | "held";
  hand_over_attempts: number;
  requested_at: Date | null;
  requested_by: string | null;
  hand_over_at: Date | null;
  scheduled_at: Date | null;
  created_at: Date;
  final_at: Date | null;
  follow_up_at: Date | null;
  asks: number;
  asked_at: Date | null;
}

export interface EventRow {
  message_id: string;
  sequence: number;
  app_id: string;
  at: string;
  received_at: string;
  source: (typeof EVENT_SOURCES)[number];
  status: string;
  segment: number | null;
  sms_id: string | null;
  verdict: Verdict;
  reason_status: string | null;
  reason_description: string | null;
  observation: Observation;
  payload: unknown;
  message_status: string;
  message_final: boolean;
}

export interface ReceiptRow {
  message_id: string;
  sequence: number;
  received_at: string;
  remote_address: string | null;
  body: string;
}

/** What a fold changes in its message's row. */
export interface FoldedRow {
  id: string;
  /** The sequence that was read: the write happens only if it still stands. */
  expected: number;
  sequence: number;
  status: string;
  final: boolean;
  fold: Fold;
  segment_count: number;
  tracking_id: string | null;
  price: string | null;
  country: string | null;
  operator: string | null;
  latency: number | null;
  reason_status: string | null;
  reason_description: string | null;
  final_at: string | null;
  settle: boolean;
}

/** The channel on which messages that may be handed over wake the workers. It carries nothing: they read. */
export const HAND_OVER_CHANNEL = "tidings_hand_over";

/** The channel on which a committed change of any message wakes the live streams. It carries nothing: they read. */
export const LIVE_CHANNEL = "tidings_live";

/**
 * Reads and locks messages, in the order of their ids so that two transactions cannot wait for each other.
 * Primary key; the bounds let PostgreSQL leave out the other months' partitions.
 */
export async function lockMessages(sql: Sql, ids: readonly string[]): Promise<Map<string, MessageRow>> {
  const sorted = [...new Set(ids)].sort();
  const found = await sql.query<MessageRow>(
    `SELECT * FROM messages WHERE id = ANY($1::uuid[]) AND id >= $2 AND id <= $3 ORDER BY id FOR UPDATE`,
    [sorted, sorted[0], sorted.at(-1)],
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}

type DateColumn =
  | "created_at"
  | "final_at"
  | "requested_at"
  | "hand_over_at"
  | "scheduled_at"
  | "follow_up_at"
  | "asked_at";

/** A message's row as it is inserted: times as ISO texts, and what only later changes left out. */
export type NewMessageRow = Omit<MessageRow, DateColumn | "asks" | "requested_by"> & {
  created_at: string;
  scheduled_at: string | null;
};

const NEW_COLUMNS = `id, app_id, account_id, key_id, batch_id, "to", "from", body, label, flash, ttl, transcode, encoding,
  segment_count, callback_url, callback_strategy, status, final, sequence, fold, hand_over, country, created_at,
  scheduled_at`;

/** Inserts accepted messages and the first event of each, and wakes the live streams and those that hand over. */
export async function insertMessages(sql: Sql, rows: readonly NewMessageRow[], events: EventRow[]): Promise<void> {
  await sql.query(
    // By PostgreSQL's clock, as those that hand over look for it.
    `INSERT INTO messages (${NEW_COLUMNS}, hand_over_at) SELECT ${NEW_COLUMNS}, coalesce(scheduled_at, now())
     FROM jsonb_populate_recordset(NULL::messages, $1::jsonb)`,
    [jsonb(rows)],
  );
  await insertEvents(sql, events, []);
  await notifyHandOver(sql);
}

/** Wakes those that hand over, at commit. */
export async function notifyHandOver(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_notify('${HAND_OVER_CHANNEL}', '')`);
}

/** Appends events and the receipts they came from, in one statement, and wakes the live streams at commit. */
export async function insertEvents(sql: Sql, events: EventRow[], receipts: ReceiptRow[]): Promise<void> {
  await sql.query(
    `WITH kept AS (
       INSERT INTO receipts (message_id, sequence, received_at, remote_address, body)
       SELECT message_id, sequence, received_at, remote_address, body
       FROM jsonb_to_recordset($2::jsonb)
         AS r(message_id uuid, sequence int, received_at timestamptz, remote_address text, body text)
     ), appended AS (
       INSERT INTO message_events (message_id, sequence, app_id, at, received_at, source, status, segment, sms_id,
         verdict, reason_status, reason_description, observation, payload, message_status, message_final)
       SELECT message_id, sequence, app_id, at, received_at, source, status, segment, sms_id,
         verdict, reason_status, reason_description, observation, payload, message_status, message_final
       FROM jsonb_to_recordset($1::jsonb)
         AS e(message_id uuid, sequence int, app_id uuid, at timestamptz, received_at timestamptz, source text,
           status text, segment int, sms_id text, verdict text, reason_status text, reason_description text,
           observation jsonb, payload jsonb, message_status text, message_final boolean)
       ORDER BY message_id, sequence
     )
     SELECT pg_notify('${LIVE_CHANNEL}', '')`,
    [jsonb(events), jsonb(receipts)],
  );
}

/**
 * Writes what folds decided, each row only if nobody wrote it since it was read. Primary key.
 * @throws when a row had been written meanwhile: the caller did not hold its lock, which is a fault of ours.
 */
export async function writeFolds(sql: Sql, rows: FoldedRow[]): Promise<void> {
  const written = await sql.query(
    `UPDATE messages m SET sequence = f.sequence, status = f.status, final = f.final, fold = f.fold,
       segment_count = f.segment_count, follow_up_at = CASE WHEN f.final THEN NULL ELSE m.follow_up_at END,
       tracking_id = f.tracking_id, price = f.price, country = coalesce(f.country, m.country), operator = f.operator,
       latency = f.latency, reason_status = f.reason_status, reason_description = f.reason_description,
       final_at = f.final_at, hand_over = CASE WHEN f.settle THEN 'settled' ELSE m.hand_over END
     FROM jsonb_to_recordset($1::jsonb)
       AS f(id uuid, expected int, sequence int, status text, final boolean, fold jsonb, segment_count int, tracking_id text,
         price numeric, country text, operator text, latency int, reason_status text, reason_description text,
         final_at timestamptz, settle boolean)
     WHERE m.id = f.id AND m.sequence = f.expected AND m.id >= $2 AND m.id <= $3`,
    [jsonb(rows), rows[0]?.id, rows.at(-1)?.id],
  );
  if (written.rowCount !== rows.length)
    throw new Error(
      `${rows.length - (written.rowCount ?? 0)} of ${rows.length} messages changed while they were folded.`,
    );
}

/** Moves a message's hand-over on, only from the state that was read. @returns whether it was still in that state. */
export async function moveHandOver(
  sql: Sql,
  id: string,
  from: MessageRow["hand_over"],
  to: MessageRow["hand_over"],
): Promise<boolean> {
  const moved = await sql.query("UPDATE messages SET hand_over = $3 WHERE id = $1 AND hand_over = $2", [id, from, to]);
  return moved.rowCount === 1;
}

/**
 * Whether a batch's messages may be handed over. While the caller's transaction lasts this does not change. Primary key.
 */
export async function batchStanding(sql: Sql, batchId: string): Promise<"goes on" | "paused" | "cancelled"> {
  const found = await sql.query<{ state: string }>("SELECT state FROM batches WHERE id = $1 FOR SHARE", [batchId]);
  const state = found.rows[0]?.state;
  return state === "paused" || state === "cancelled" ? state : "goes on";
}

/** A message's row, or null. Primary key. */
export async function readMessageRow(sql: Sql, id: string): Promise<MessageRow | null> {
  const found = await sql.query<MessageRow>("SELECT * FROM messages WHERE id = $1", [id]);
  return found.rows[0] ?? null;
}

/** A new message's id and its moment, which are one: the partition is chosen by the time inside the id. */
export function newMessageId(): { id: string; createdAt: string } {
  const id = newId();
  return { id, createdAt: new Date(timeOfId(id)).toISOString() };
}
