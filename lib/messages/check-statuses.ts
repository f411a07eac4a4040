import { type Sql, transaction } from "@/lib/platform/database";
import { unpackFold } from "./fold-codec";
import { columnsOf } from "./fold-events";
import { beginFold, observe, statusOf, type Verdict } from "./status";
import { MESSAGE, MESSAGE_COLUMNS, type MessageRow } from "./store";
import { type ObservedRow, observationOf } from "./stored-observation";

/** Where what is stored of a message is not what its events fold to. */
export interface Difference {
  messageId: string;
  /** A column of the message, or `event 3: verdict`. */
  what: string;
  stored: string;
  folded: string;
}

/** What is read of an event to fold it again. */
export interface StoredEvent extends ObservedRow {
  message_id: string;
  sequence: number;
  verdict: Verdict;
  message_status: string;
  message_final: boolean;
}

/** Folds a message's events anew and compares every step and the end with what is stored. Pure. */
export function differencesOf(row: MessageRow, events: readonly StoredEvent[]): Difference[] {
  const differences: Difference[] = [];
  const compare = (what: string, stored: unknown, folded: unknown) => {
    const [a, b] = [canonical(stored), canonical(folded)];
    if (a !== b) differences.push({ messageId: row.id, what, stored: a, folded: b });
  };
  compare("sequence", row.sequence, events.at(-1)?.sequence ?? 0);
  const [first, ...rest] = events;
  if (!first) return differences;
  const kept = unpackFold(row.fold);
  const begun = observationOf(first);
  let fold = beginFold(begun, begun.parts ?? kept.parts.counted);
  compareEvent(first, "applied", 1);
  rest.forEach((event, index) => {
    const next = observe(fold, observationOf(event));
    fold = next.fold;
    compareEvent(event, next.verdict, index + 2);
  });
  const { country, price, final_at, ...columns } = columnsOf(fold);
  compare("tracking_id", row.tracking_id, fold.trackingId?.value ?? null);
  for (const [name, value] of Object.entries(columns)) compare(name, row[name as keyof typeof columns], value);
  // Before Routee names a country it is the number's own.
  if (country !== null) compare("country", row.country, country);
  compare("price", row.price === null ? null : Number(row.price), price === null ? null : Number(price));
  compare("final_at", row.final_at?.toISOString() ?? null, final_at);
  compare("fold", kept, fold);
  return differences;

  function compareEvent(event: StoredEvent, verdict: Verdict, sequence: number): void {
    const { status, final } = statusOf(fold);
    compare(`event ${event.sequence}: sequence`, event.sequence, sequence);
    compare(`event ${event.sequence}: verdict`, event.verdict, verdict);
    compare(`event ${event.sequence}: message_status`, event.message_status, status);
    compare(`event ${event.sequence}: message_final`, event.message_final, final);
  }
}

/** JSON with its keys in order, since PostgreSQL keeps them in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

const BATCH = 500;

/**
 * Folds the events of every message anew, oldest message first, while the system runs: each batch is read as it stood
 * at one moment.
 * @param from only messages whose ids are greater.
 * @yields after each batch how many messages were checked in it, and what differs.
 */
export async function* checkStatuses(
  from = "00000000-0000-0000-0000-000000000000",
): AsyncGenerator<{ checked: number; differences: Difference[] }> {
  let after = from;
  for (;;) {
    const { rows, events } = await transaction((sql) => readBatch(sql, after));
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    const byMessage = new Map<string, StoredEvent[]>();
    for (const event of events) {
      const known = byMessage.get(event.message_id);
      if (known) known.push(event);
      else byMessage.set(event.message_id, [event]);
    }
    yield {
      checked: rows.length,
      differences: rows.flatMap((row) => differencesOf(row, byMessage.get(row.id) ?? [])),
    };
  }
}

/** Primary keys of all three tables. */
async function readBatch(sql: Sql, after: string): Promise<{ rows: MessageRow[]; events: StoredEvent[] }> {
  await sql.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  const { rows } = await sql.query<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} WHERE m.id > $1 AND s.message_id > $1 ORDER BY m.id LIMIT ${BATCH}`,
    [after],
  );
  const ids = [rows[0]?.id ?? after, rows.at(-1)?.id ?? after];
  const { rows: events } = await sql.query<StoredEvent>(
    `SELECT message_id, sequence, verdict, message_status, message_final, status, at, segment, sms_id,
       reason_status, reason_description, observation
     FROM message_events
     WHERE message_id >= $1 AND message_id <= $2 ORDER BY message_id, sequence`,
    ids,
  );
  return { rows, events };
}
