import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import { bools, ints, jsons, nth, texts, times, uuids } from "@/lib/platform/sql-arrays";
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
    values: [uuids(sorted), sorted[0], sorted.at(-1)],
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

/** The columns of events besides their message's id, which comes first; {@link eventArrays} gives the values. */
const EVENT_COLUMNS = {
  sequence: "int",
  app_id: "uuid",
  at: "timestamptz",
  received_at: "timestamptz",
  source: "text",
  status: "text",
  segment: "int",
  sms_id: "text",
  verdict: "text",
  reason_status: "text",
  reason_description: "text",
  observation: "json",
  payload: "text",
  message_status: "text",
  message_final: "bool",
  receipt: "text",
  remote_address: "text",
} as const;

/**
 * Adds events `e` as they stand, as part of a statement whose parameters before `$first` are others. The statement has to
 * have written something before: an event's place in the order of all (`position`) is taken while its row is made, and
 * the live streams wait for a place that is missing only because they see a transaction under way, which one is from its
 * first write on.
 * @param month whose partition they go to, by {@link monthOf}
 */
export function appendEvents(first: number, month = ""): string {
  const columns = Object.entries(EVENT_COLUMNS);
  const values = columns.map(([name, type], index) => {
    const value = nth(first + 1 + index, type, "e.i");
    return name === "payload" ? `${value}::jsonb` : value;
  });
  return `INSERT INTO message_events${month} (message_id, ${columns.map(([name]) => name).join(", ")})
    SELECT e.message_id, ${values.join(", ")} FROM unnest($${first}::uuid[]) WITH ORDINALITY AS e(message_id, i)`;
}

/** The values of {@link appendEvents}. */
export function eventArrays(events: readonly EventRow[]): Buffer[] {
  const text = (pick: (event: EventRow) => string | null) => texts(events.map(pick));
  return [
    uuids(events.map((event) => event.message_id)),
    ints(events.map((event) => event.sequence)),
    uuids(events.map((event) => event.app_id)),
    times(events.map((event) => event.at)),
    times(events.map((event) => event.received_at)),
    text((event) => event.source),
    text((event) => event.status),
    ints(events.map((event) => event.segment)),
    text((event) => event.sms_id),
    text((event) => event.verdict),
    text((event) => event.reason_status),
    text((event) => event.reason_description),
    jsons(events.map((event) => jsonb(restOf(event.observation)))),
    text((event) => (event.payload === null ? null : jsonb(event.payload))),
    text((event) => event.message_status),
    bools(events.map((event) => event.message_final)),
    text((event) => event.receipt?.body ?? null),
    text((event) => event.receipt?.remoteAddress ?? null),
  ];
}

/** The parameters of states, before those of events. */
const STATES = 16;

/** The value of a state `f`, by its parameter. */
const of = (parameter: number, type: string) => nth(parameter, type, "f.i");

const writeTo = (month: string) => `WITH written AS (
  UPDATE message_states${month} s SET sequence = ${of(3, "int")}, status = ${of(4, "text")}, final = ${of(5, "bool")},
    fold = ${of(6, "json")}, segment_count = ${of(7, "int")}, price = ${of(8, "text")}::numeric,
    country = coalesce(${of(9, "text")}, s.country), operator = ${of(10, "text")}, latency = ${of(11, "int")},
    reason_status = ${of(12, "text")}, reason_description = ${of(13, "text")}, final_at = ${of(14, "timestamptz")}
  FROM unnest($1::uuid[]) WITH ORDINALITY AS f(id, i)
  WHERE s.message_id = f.id AND s.sequence = ${of(2, "int")} AND s.message_id >= $15 AND s.message_id <= $16
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
  const text = (pick: (state: WrittenState) => string | null) => texts(states.map(pick));
  const ids = states.map(({ message_id }) => message_id);
  const month = monthOf(ids);
  const result = await sql.query<{ count: number; written: string[] | null }>({
    name: `write states${month}`,
    text: writeTo(month),
    values: [
      uuids(ids),
      ints(states.map((state) => state.expected)),
      ints(states.map((state) => state.sequence)),
      text((state) => state.columns.status),
      bools(states.map((state) => state.columns.final)),
      jsons(states.map((state) => jsonb(state.fold))),
      ints(states.map((state) => state.columns.segment_count)),
      text((state) => state.columns.price),
      text((state) => state.columns.country),
      text((state) => state.columns.operator),
      ints(states.map((state) => state.columns.latency)),
      text((state) => state.columns.reason_status),
      text((state) => state.columns.reason_description),
      times(states.map((state) => state.columns.final_at)),
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
