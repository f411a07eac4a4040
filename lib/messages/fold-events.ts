import type { StatusChange } from "./callback-payload";
import { addDecimals } from "./decimal";
import type { Fold, Observation } from "./fold";
import { packFold, unpackFold } from "./fold-codec";
import type { Foldable, StateColumns, WrittenState } from "./state-store";
import { observe, partsOf, type Standings, segmentsOf, statusOf, type Verdict } from "./status";
import type { EventRow } from "./store";

/** What events make of messages' states. Pure. */

/** Something seen of a message, to be appended as one event. */
export interface NewEvent {
  messageId: string;
  source: EventRow["source"];
  receivedAt: string;
  observation: Observation;
  /** Kept with the event; leave it out for receipts, whose body is kept whole. */
  payload?: unknown;
  receipt?: { body: string; remoteAddress: string | null };
}

export interface Recorded {
  sequence: number;
  verdict: Verdict;
  status: string;
  final: boolean;
}

/** A change of a message's status, before it is known whether it is called back. */
export type Change = Omit<StatusChange, "message"> & {
  state: Pick<Foldable, "message_id" | "callback_strategy" | "default_strategy">;
};

export interface Folded {
  /** For each event what became of it, in the order given; null where there is no such message or no news. */
  results: (Recorded | null)[];
  /** In the order of their ids. */
  states: WrittenState[];
  events: EventRow[];
  changes: Change[];
  /** Messages of which Routee spoke for the first time, or gave another tracking ID, in the order of their ids. */
  settled: { id: string; trackingId: string | null }[];
}

/** The columns of a state that follow from the fold. @param now its status, where it is known */
export function columnsOf(fold: Fold, now = statusOf(fold)): StateColumns {
  const { status, final, reason, finalAt } = now;
  const parts = partsOf(fold);
  const prices: string[] = [];
  for (const { state } of segmentsOf(fold, parts)) if (state.price) prices.push(state.price.value);
  return {
    status,
    final,
    segment_count: parts,
    price: prices.length > 0 ? addDecimals(prices) : null,
    country: fold.country?.value ?? null,
    operator: fold.operator?.value ?? null,
    latency: fold.latency?.value ?? null,
    reason_status: reason?.detailedStatus ?? null,
    reason_description: reason?.description ?? null,
    final_at: finalAt,
  };
}

/**
 * Takes events into the states of their messages, one after the other.
 * @param options.onlyNews leaves out what changes nothing, for answers to our own questions: Routee repeats itself
 *   whenever it is asked. What Routee posts is kept in any case.
 */
export function foldEvents(
  states: ReadonlyMap<string, Foldable>,
  news: readonly NewEvent[],
  options: { onlyNews?: boolean } = {},
): Folded {
  const taken = new Map<string, Taken>();
  const events: EventRow[] = [];
  const changes: Change[] = [];
  const results = news.map((item): Recorded | null => {
    const before = taken.get(item.messageId) ?? begin(states.get(item.messageId));
    if (!before) return null;
    const { fold, now, verdict } = observe(before.fold, item.observation);
    if (options.onlyNews && verdict !== "applied") return null;
    const { state } = before;
    const sequence = before.sequence + 1;
    const { status, final } = now;
    taken.set(item.messageId, { state, kept: before.kept, fold, sequence, now });
    const previousStatus = before.now.status;
    if (previousStatus !== status)
      changes.push({ state, fold, observation: item.observation, sequence, previousStatus, now });
    events.push(eventRow(item, state.app_id, sequence, verdict, status, final));
    return { sequence, verdict, status, final };
  });
  const ended = [...taken.values()].sort((a, b) => (a.state.message_id < b.state.message_id ? -1 : 1));
  return {
    results,
    states: ended.map(({ state, fold, sequence, now }) => ({
      message_id: state.message_id,
      expected: state.sequence,
      sequence,
      fold: packFold(fold),
      columns: columnsOf(fold, now),
    })),
    events,
    changes,
    settled: ended.flatMap(({ state, kept, fold }) =>
      isSettledBy(kept, fold) ? [{ id: state.message_id, trackingId: fold.trackingId?.value ?? null }] : [],
    ),
  };
}

/** A message's state, as it was kept and as far as events were taken into it. */
interface Taken {
  state: Foldable;
  kept: Fold;
  fold: Fold;
  sequence: number;
  now: Standings;
}

function begin(state: Foldable | undefined): Taken | undefined {
  if (!state) return undefined;
  const fold = unpackFold(state.fold);
  return { state, kept: fold, fold, sequence: state.sequence, now: statusOf(fold) };
}

/** Whatever Routee says about a message proves that it has it: no request for it is open any more. */
function isSettledBy(before: Fold, after: Fold): boolean {
  return (!hasRouteesWord(before) && hasRouteesWord(after)) || before.trackingId?.value !== after.trackingId?.value;
}

/** Whether Routee answered a request for the message or reported of it. */
function hasRouteesWord({ whole, segments, parts, trackingId }: Fold): boolean {
  return whole !== null || trackingId !== null || parts.answered !== null || Object.keys(segments).length > 0;
}

/** An event's row from what was seen and what became of it. */
export function eventRow(
  item: NewEvent,
  appId: string,
  sequence: number,
  verdict: Verdict,
  messageStatus: string,
  messageFinal: boolean,
): EventRow {
  const { observation } = item;
  return {
    message_id: item.messageId,
    sequence,
    app_id: appId,
    at: observation.at,
    received_at: item.receivedAt,
    source: item.source,
    status: observation.status,
    segment: observation.segment,
    sms_id: observation.smsId ?? null,
    verdict,
    reason_status: observation.reason?.detailedStatus ?? null,
    reason_description: observation.reason?.description ?? null,
    observation,
    payload: item.payload ?? null,
    message_status: messageStatus,
    message_final: messageFinal,
    receipt: item.receipt ?? null,
  };
}
