import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import { joined, plainArray, separated, textArray } from "@/lib/platform/sql-arrays";
import { wake } from "@/lib/platform/wake";
import type { StoredFold } from "./fold-codec";
import { lacksMonth, monthOf } from "./months";
import type { EventRow, StateRow } from "./store";
import { restOf } from "./stored-observation";

/**
 * The SQL of what changes with every event: messages' states and the events themselves. The hottest of all, so that a
 * whole group is read in one statement and written in another, both prepared, each column as one array.
 */

/** The channel on which a committed change of any message wakes the live streams. It carries nothing: they read. */
export const LIVE_CHANNEL = "tidings_live";

/** What is read of a state to take something more into it. */
export type Foldable = Pick<StateRow, "message_id" | "app_id" | "callback_strategy" | "sequence" | "fold"> & {
  /** Its app's, which counts where the message has none of its own. */
  default_strategy: string | null;
};

/** The columns of {@link Foldable}, of a state `s` and its app `a`. */
export const FOLDABLE = `s.message_id, s.app_id, s.callback_strategy, s.sequence, s.fold,
  a.default_callback_strategy AS default_strategy`;

/**
 * Reads states without locking them: whoever writes what came of it does so only where they still stand as they were
 * read. Primary keys, in the month's own partition where all are of one; else the bounds let PostgreSQL leave out those
 * of other months. Not within a transaction: a month that has been dropped is looked for again among all.
 */
export async function readStates(sql: Sql, ids: readonly string[]): Promise<Map<string, Foldable>> {
  const sorted = [...new Set(ids)].sort();
  const month = monthOf(sorted);
  const { rows } = await readMonth(sql, month, sorted).catch((error: unknown) => {
    if (month === "" || !lacksMonth(error)) throw error;
    return readMonth(sql, "", sorted);
  });
  return new Map(rows.map((row) => [row.message_id, row]));
}

function readMonth(sql: Sql, month: string, sorted: readonly string[]) {
  return sql.query<Foldable>({
    name: `read states${month}`,
    text: `SELECT ${FOLDABLE}
     FROM message_states${month} s LEFT JOIN apps a ON a.id = s.app_id
     WHERE s.message_id = ANY($1::uuid[]) AND s.message_id >= $2 AND s.message_id <= $3`,
    values: [plainArray(sorted), sorted[0], sorted.at(-1)],
  });
}

/** A state as it is written. */
export interface WrittenState {
  message_id: string;
  /** The sequence that was read: it is written only if that still stands. */
  expected: number;
  sequence: number;
  fold: StoredFold;
  columns: StateColumns;
}

/** The columns of a state that follow from its fold. */
export type StateColumns = Pick<
  StateRow,
  | "status"
  | "final"
  | "segment_count"
  | "price"
  | "country"
  | "operator"
  | "latency"
  | "reason_status"
  | "reason_description"
> & { final_at: string | null };

/** The columns of events as an array each, from `$first` on; `eventArrays` gives the values. */
function eventsFrom(first: number): string {
  const at = (offset: number) => `$${first + offset}`;
  return `unnest(${at(0)}::uuid[], ${at(1)}::int[], ${at(2)}::uuid[], ${at(3)}::timestamptz[], ${at(4)}::timestamptz[],
    ${at(5)}::text[], ${at(6)}::text[], ${at(7)}::int[], ${at(8)}::text[], ${at(9)}::text[], ${at(10)}::text[],
    ${at(11)}::text[], ${separated(at(12))}::json[], ${at(13)}::jsonb[], ${at(14)}::text[], ${at(15)}::bool[],
    ${separated(at(16))}, ${at(17)}::text[])
    AS e(message_id, sequence, app_id, at, received_at, source, status, segment, sms_id, verdict, reason_status,
      reason_description, observation, payload, message_status, message_final, receipt, remote_address)`;
}

const EVENT_COLUMNS = `message_id, sequence, app_id, at, received_at, source, status, segment, sms_id, verdict,
  reason_status, reason_description, observation, payload, message_status, message_final, receipt, remote_address`;
const EVENT_VALUES = EVENT_COLUMNS.replaceAll(/\b(\w+)\b/g, "e.$1").replace("e.receipt", "nullif(e.receipt, '')");

/**
 * Adds events as they stand, as part of a statement whose parameters before `$first` are others. The statement has to
 * have written something before: an event's place in the order of all (`position`) is taken while its row is made, and
 * the live streams wait for a place that is missing only because they see a transaction under way, which one is from its
 * first write on.
 * @param month whose partition they go to, by {@link monthOf}
 */
export const appendEvents = (first: number, month = ""): string =>
  `INSERT INTO message_events${month} (${EVENT_COLUMNS}) SELECT ${EVENT_VALUES} FROM ${eventsFrom(first)}`;

/** The values of {@link appendEvents}. */
export function eventArrays(events: readonly EventRow[]): string[] {
  const plain = (pick: (event: EventRow) => string | number | boolean | null) => plainArray(events.map(pick));
  const text = (pick: (event: EventRow) => string | null) => textArray(events.map(pick));
  return [
    plain((event) => event.message_id),
    plain((event) => event.sequence),
    plain((event) => event.app_id),
    plain((event) => event.at),
    plain((event) => event.received_at),
    plain((event) => event.source),
    text((event) => event.status),
    plain((event) => event.segment),
    text((event) => event.sms_id),
    plain((event) => event.verdict),
    text((event) => event.reason_status),
    text((event) => event.reason_description),
    joined(events.map((event) => jsonb(restOf(event.observation)))),
    text((event) => (event.payload === null ? null : jsonb(event.payload))),
    plain((event) => event.message_status),
    plain((event) => event.message_final),
    joined(events.map((event) => event.receipt?.body ?? "")),
    text((event) => event.receipt?.remoteAddress ?? null),
  ];
}

const STATES = 16;

const writeTo = (month: string) => `WITH written AS (
  UPDATE message_states${month} s SET sequence = f.sequence, status = f.status, final = f.final, fold = f.fold,
    segment_count = f.segment_count, price = f.price, country = coalesce(f.country, s.country),
    operator = f.operator, latency = f.latency, reason_status = f.reason_status,
    reason_description = f.reason_description, final_at = f.final_at
  FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bool[], ${separated("$6")}::json[], $7::int[],
    $8::numeric[], $9::text[], $10::text[], $11::int[], $12::text[], $13::text[], $14::timestamptz[])
    AS f(id, expected, sequence, status, final, fold, segment_count, price, country, operator, latency,
 reason_status, reason_description, final_at)
  WHERE s.message_id = f.id AND s.sequence = f.expected AND s.message_id >= $15 AND s.message_id <= $16
  RETURNING s.message_id, s.final
), ended AS (
  DELETE FROM follow_ups u USING (
    SELECT f.message_id FROM written w JOIN follow_ups f ON f.message_id = w.message_id
    WHERE w.final FOR UPDATE OF f SKIP LOCKED
  ) f WHERE u.message_id = f.message_id
), appended AS (
  ${appendEvents(STATES + 1, month)} WHERE e.message_id IN (SELECT message_id FROM written)
)
SELECT count(*)::int AS count,
  CASE WHEN count(*) < cardinality($1::uuid[]) THEN array_agg(message_id::text) END AS written
FROM written`;

/**
 * Writes states with the events that made them, each state and its events only where the state still stands as it was
 * read, and ends the follow-up of what is final; one that is being looked at just now is left to who looks. Wakes the
 * live streams at commit. Primary keys, as {@link readStates}.
 * @param states in the order of their ids, which is the order of the locks.
 * @returns the messages of which nothing was written, since somebody else wrote first.
 */
export async function writeStates(
  sql: Sql,
  states: readonly WrittenState[],
  events: readonly EventRow[],
): Promise<string[]> {
  const plain = (pick: (state: WrittenState) => string | number | boolean | null) => plainArray(states.map(pick));
  const text = (pick: (state: WrittenState) => string | null) => textArray(states.map(pick));
  const ids = states.map(({ message_id }) => message_id);
  const month = monthOf(ids);
  const result = await sql.query<{ count: number; written: string[] | null }>({
    name: `write states${month}`,
    text: writeTo(month),
    values: [
      plainArray(ids),
      plain((state) => state.expected),
      plain((state) => state.sequence),
      plain((state) => state.columns.status),
      plain((state) => state.columns.final),
      joined(states.map((state) => jsonb(state.fold))),
      plain((state) => state.columns.segment_count),
      plain((state) => state.columns.price),
      text((state) => state.columns.country),
      text((state) => state.columns.operator),
      plain((state) => state.columns.latency),
      text((state) => state.columns.reason_status),
      text((state) => state.columns.reason_description),
      plain((state) => state.columns.final_at),
      ids[0],
      ids.at(-1),
      ...eventArrays(events),
    ],
  });
  wake(sql, LIVE_CHANNEL);
  const [answer] = result.rows;
  if (answer?.count === states.length) return [];
  const written = new Set(answer?.written);
  return ids.filter((id) => !written.has(id));
}
