import type { Sql } from "@/lib/platform/database";
import { newId, timeOfId } from "@/lib/platform/ids";
import { isoTime } from "@/lib/platform/iso-time";
import { jsonb } from "@/lib/platform/jsonb";
import { bools, ints, jsons, nth, texts, times, uuids } from "@/lib/platform/sql-arrays";
import { wake } from "@/lib/platform/wake";
import type { EVENT_SOURCES } from "./contract";
import type { Observation } from "./fold";
import type { StoredFold } from "./fold-codec";
import { appendEvents, eventArrays, FOLDABLE, type Foldable, LIVE_CHANNEL } from "./state-store";
import type { Verdict } from "./status";

/** The hot SQL of messages. Every statement names the index that it relies on. */

/** What is known of a message (table message_states): the fold of its events, and what follows from it. */
export interface StateRow {
  message_id: string;
  app_id: string;
  batch_id: string | null;
  /** The message's own; null where its app's default counts. */
  callback_strategy: string | null;
  status: string;
  final: boolean;
  sequence: number;
  fold: StoredFold;
  segment_count: number;
  price: string | null;
  country: string | null;
  operator: string | null;
  latency: number | null;
  reason_status: string | null;
  reason_description: string | null;
  final_at: Date | null;
}

/** A message's row together with its state, as {@link MESSAGE} reads them. Times are JavaScript dates. */
export interface MessageRow extends Omit<StateRow, "message_id"> {
  id: string;
  account_id: string | null;
  key_id: string | null;
  to: string;
  from: string | null;
  body: string;
  label: string | null;
  flash: boolean;
  ttl: number | null;
  transcode: boolean | null;
  encoding: string;
  callback_url: string | null;
  tracking_id: string | null;
  currency: string | null;
  hand_over: "pending" | "requested" | "lost" | "settled" | "held";
  hand_over_attempts: number;
  requested_at: Date | null;
  requested_by: string | null;
  hand_over_at: Date | null;
  scheduled_at: Date | null;
  created_at: Date;
  asks: number;
  asked_at: Date | null;
}

/** As SQL: a message `m` with its state `s`, and their columns. Both by the primary key. */
export const MESSAGE = "messages m JOIN message_states s ON s.message_id = m.id";
export const MESSAGE_COLUMNS = `m.*, s.status, s.final, s.sequence, s.fold, s.segment_count, s.price, s.country,
  s.operator, s.latency, s.reason_status, s.reason_description, s.final_at`;

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
  /** A receipt's body as its bytes came, and where from. */
  receipt: { body: string; remoteAddress: string | null } | null;
}

/** The channel on which messages that may be handed over wake the workers. It carries nothing: they read. */
export const HAND_OVER_CHANNEL = "tidings_hand_over";

/**
 * Locks messages and then their states, each in the order of their ids: everybody who locks both does it in this order,
 * so that no two transactions can wait for each other. Primary keys; the bounds let PostgreSQL leave out the other
 * months' partitions.
 * @returns the states, of messages that there are.
 * @throws when a message has no state, which is a fault of ours.
 */
export async function lockStates(sql: Sql, ids: readonly string[]): Promise<Map<string, Foldable>> {
  const sorted = [...new Set(ids)].sort();
  const values = [sorted, sorted[0], sorted.at(-1)];
  const messages = await sql.query<{ id: string }>(
    "SELECT id FROM messages WHERE id = ANY($1::uuid[]) AND id >= $2 AND id <= $3 ORDER BY id FOR UPDATE",
    values,
  );
  const { rows } = await sql.query<Foldable>(
    `SELECT ${FOLDABLE}
     FROM message_states s LEFT JOIN apps a ON a.id = s.app_id
     WHERE s.message_id = ANY($1::uuid[]) AND s.message_id >= $2 AND s.message_id <= $3
     ORDER BY s.message_id FOR UPDATE OF s`,
    values,
  );
  const states = new Map(rows.map((row) => [row.message_id, row]));
  for (const { id } of messages.rows) if (!states.has(id)) throw new Error(`Message ${id} has no state.`);
  return states;
}

/** Writes what Routee's word about messages settles: they are handed over, under its tracking ID. Primary key. */
export async function settleHandOvers(
  sql: Sql,
  rows: readonly { id: string; trackingId: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await sql.query({
    name: "settle hand-overs",
    text: `UPDATE messages m SET hand_over = 'settled', tracking_id = coalesce(f.tracking_id, m.tracking_id)
     FROM unnest($1::uuid[], $2::text[]) AS f(id, tracking_id) WHERE m.id = f.id AND m.id >= $3 AND m.id <= $4`,
    values: [uuids(ids), texts(rows.map(({ trackingId }) => trackingId)), ids[0], ids.at(-1)],
  });
}

/** A message's row and state as they are inserted: times as ISO texts, and what only later changes left out. */
export type NewMessageRow = Omit<MessageRow, `${string}_at` | "asks" | "requested_by"> & {
  created_at: string;
  scheduled_at: string | null;
};

/** The columns of new messages and of their states besides the id, which is the first parameter, and their types. */
const NEW_COLUMNS = {
  app_id: "uuid",
  account_id: "uuid",
  key_id: "uuid",
  batch_id: "uuid",
  to: "text",
  from: "text",
  body: "text",
  label: "text",
  flash: "bool",
  ttl: "int",
  transcode: "bool",
  encoding: "text",
  callback_url: "text",
  callback_strategy: "text",
  hand_over: "text",
  created_at: "timestamptz",
  scheduled_at: "timestamptz",
  status: "text",
  final: "bool",
  sequence: "int",
  fold: "json",
  segment_count: "int",
  country: "text",
} as const;
type NewColumn = keyof typeof NEW_COLUMNS;
const NEW_NAMES = Object.keys(NEW_COLUMNS) as NewColumn[];
const OF_STATES: readonly NewColumn[] = [
  ...(["app_id", "batch_id", "callback_strategy", "status", "final"] as const),
  ...(["sequence", "fold", "segment_count", "country"] as const),
];
const OF_BOTH: readonly NewColumn[] = ["app_id", "batch_id", "callback_strategy"];
const OF_MESSAGES = NEW_NAMES.filter((name) => OF_BOTH.includes(name) || !OF_STATES.includes(name));

const quoted = (names: readonly NewColumn[]) => names.map((name) => `"${name}"`).join(", ");
/** The values of a row `g` at its place in the arrays. */
const given = (name: NewColumn) => nth(2 + NEW_NAMES.indexOf(name), NEW_COLUMNS[name], "g.i");
const GIVEN = "FROM unnest($1::uuid[]) WITH ORDINALITY AS g(id, i)";

// Due by PostgreSQL's clock, as those that hand over look for it.
const INSERT_MESSAGES = `WITH made AS (
    INSERT INTO messages (id, ${quoted(OF_MESSAGES)}, hand_over_at)
    SELECT g.id, ${OF_MESSAGES.map(given).join(", ")}, coalesce(${given("scheduled_at")}, now()) ${GIVEN} RETURNING id
  ), states AS (
    INSERT INTO message_states (message_id, ${quoted(OF_STATES)})
    SELECT g.id, ${OF_STATES.map(given).join(", ")} ${GIVEN}
  ), appended AS (
    ${appendEvents(2 + NEW_NAMES.length)} WHERE e.message_id IN (SELECT id FROM made)
  )
  SELECT`;

/** The values of {@link INSERT_MESSAGES} before those of the events, in the order of {@link NEW_COLUMNS}. */
function messageArrays(rows: readonly NewMessageRow[]): Buffer[] {
  const text = (pick: (row: NewMessageRow) => string | null) => texts(rows.map(pick));
  return [
    uuids(rows.map((row) => row.id)),
    uuids(rows.map((row) => row.app_id)),
    uuids(rows.map((row) => row.account_id)),
    uuids(rows.map((row) => row.key_id)),
    uuids(rows.map((row) => row.batch_id)),
    text((row) => row.to),
    text((row) => row.from),
    text((row) => row.body),
    text((row) => row.label),
    bools(rows.map((row) => row.flash)),
    ints(rows.map((row) => row.ttl)),
    bools(rows.map((row) => row.transcode)),
    text((row) => row.encoding),
    text((row) => row.callback_url),
    text((row) => row.callback_strategy),
    text((row) => row.hand_over),
    times(rows.map((row) => row.created_at)),
    times(rows.map((row) => row.scheduled_at)),
    text((row) => row.status),
    bools(rows.map((row) => row.final)),
    ints(rows.map((row) => row.sequence)),
    jsons(rows.map((row) => jsonb(row.fold))),
    ints(rows.map((row) => row.segment_count)),
    text((row) => row.country),
  ];
}

/**
 * Inserts accepted messages with their states and the first event of each, and wakes the live streams and those that
 * hand over.
 */
export async function insertMessages(
  sql: Sql,
  rows: readonly NewMessageRow[],
  events: readonly EventRow[],
): Promise<void> {
  await sql.query({
    name: "insert messages",
    text: INSERT_MESSAGES,
    values: [...messageArrays(rows), ...eventArrays(events)],
  });
  wake(sql, LIVE_CHANNEL);
  notifyHandOver(sql);
}

/** Wakes those that hand over, at commit. */
export function notifyHandOver(sql: Sql): void {
  wake(sql, HAND_OVER_CHANNEL);
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

/** A message with its state, both locked as {@link lockStates} does, or null. */
export async function lockMessage(sql: Sql, id: string): Promise<MessageRow | null> {
  await lockStates(sql, [id]);
  return readMessageRow(sql, id);
}

/** A message with its state, or null. Primary keys. */
export async function readMessageRow(sql: Sql, id: string): Promise<MessageRow | null> {
  const found = await sql.query<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} WHERE m.id = $1 AND s.message_id = $1`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** A new message's id and its moment, which are one: the partition is chosen by the time inside the id. */
export function newMessageId(): { id: string; createdAt: string } {
  const id = newId();
  return { id, createdAt: isoTime(timeOfId(id)) };
}
