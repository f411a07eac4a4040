import type { Sql } from "@/lib/platform/database";
import { addDecimals } from "./decimal";
import { type Change, writeOutbox } from "./outbox";
import { type Fold, type Observation, observe, partsOf, segmentsOf, statusOf, type Verdict } from "./status";
import {
  type EventRow,
  type FoldedRow,
  insertEvents,
  lockMessages,
  type MessageRow,
  type ReceiptRow,
  writeFolds,
} from "./store";

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

/** The columns of a message that follow from its state. Pure. */
export function columnsOf(fold: Fold): Omit<FoldedRow, "id" | "expected" | "sequence" | "settle"> {
  const { status, final, reason, finalAt } = statusOf(fold);
  const prices = segmentsOf(fold).flatMap(({ state }) => (state.price ? [state.price.value] : []));
  return {
    status,
    final,
    fold,
    segment_count: partsOf(fold),
    tracking_id: fold.trackingId?.value ?? null,
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
 * Appends events and folds each into its message, under the messages' row locks and within the caller's transaction.
 * @param options.onlyNews leaves out what changes nothing, for answers to our own questions: Routee repeats itself
 *   whenever it is asked. What Routee posts is kept in any case.
 * @returns for each event what became of it, in the order given; null where there is no such message or no news.
 */
export async function recordObservations(
  sql: Sql,
  news: readonly NewEvent[],
  options: { onlyNews?: boolean } = {},
): Promise<(Recorded | null)[]> {
  const rows = await lockMessages(
    sql,
    news.map(({ messageId }) => messageId),
  );
  const folded = new Map<string, { row: MessageRow; fold: Fold; sequence: number; settle: boolean }>();
  const events: EventRow[] = [];
  const receipts: ReceiptRow[] = [];
  const changes: Change[] = [];
  const results = news.map((item): Recorded | null => {
    const row = rows.get(item.messageId);
    if (!row) return null;
    const state = folded.get(row.id) ?? { row, fold: row.fold, sequence: row.sequence, settle: false };
    const { fold, verdict } = observe(state.fold, item.observation);
    if (options.onlyNews && verdict !== "applied") return null;
    const sequence = state.sequence + 1;
    // Whatever Routee says about a message proves that it has it: no request for it is open any more.
    const settle = state.settle || item.observation.origin === "report" || item.observation.origin === "answer";
    folded.set(row.id, { row, fold, sequence, settle });
    const now = statusOf(fold);
    const { status, final } = now;
    const before = statusOf(state.fold);
    if (before.status !== status)
      changes.push({
        message: row,
        fold,
        observation: item.observation,
        sequence,
        previousStatus: before.status,
        now,
      });
    events.push(eventRow(item, row.app_id, sequence, verdict, status, final));
    if (item.receipt)
      receipts.push({
        message_id: row.id,
        sequence,
        received_at: item.receivedAt,
        remote_address: item.receipt.remoteAddress,
        body: item.receipt.body,
      });
    return { sequence, verdict, status, final };
  });
  if (events.length === 0) return results;
  const changed = [...folded.values()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  await writeFolds(
    sql,
    changed.map(({ row, fold, sequence, settle }) => ({
      id: row.id,
      expected: row.sequence,
      sequence,
      settle,
      ...columnsOf(fold),
    })),
  );
  await insertEvents(sql, events, receipts);
  await writeOutbox(sql, changes);
  return results;
}

/** An event's row from what was seen and what became of it. Pure. */
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
  };
}
