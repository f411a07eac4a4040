import { groupPool, type Sql, transaction } from "@/lib/platform/database";
import { type Folded, foldEvents, type NewEvent, type Recorded } from "./fold-events";
import { type NewCallback, prepareCallbacks, writeCallbacks } from "./outbox";
import { recordObservations } from "./record-observations";
import { readStates, writeStates } from "./state-store";
import { settleHandOvers } from "./store";

/** Somebody else (another process, a worker) wrote to the message first: nothing of the event was kept. */
export const CHANGED = "changed";

/**
 * Appends a group of events that came from outside and folds each into its message; committed when this returns. States
 * are not locked: they are read, and written only where they still stand as they were read.
 * @returns for each event what became of it, in the order given: null where there is no such message, and
 *   {@link CHANGED} where it has to be done by `recordLocked`.
 */
export async function recordReceipts(news: readonly NewEvent[]): Promise<(Recorded | typeof CHANGED | null)[]> {
  const sql = groupPool();
  const states = await readStates(
    sql,
    news.map(({ messageId }) => messageId),
  );
  const folded = foldEvents(states, news);
  if (folded.events.length === 0) return folded.results;
  const callbacks = await prepareCallbacks(sql, folded.changes);
  const missed = new Set(await write(folded, callbacks));
  if (missed.size === 0) return folded.results;
  return news.map((item, index) => (missed.has(item.messageId) ? CHANGED : (folded.results[index] ?? null)));
}

/** The same under the locks of messages and states, which nobody gets in between. */
export function recordLocked(news: readonly NewEvent[]): Promise<(Recorded | null)[]> {
  return transaction((sql) => recordObservations(sql, news));
}

/** @returns the messages of which nothing was written. */
function write(folded: Folded, callbacks: readonly NewCallback[]): Promise<string[]> {
  if (callbacks.length === 0 && folded.settled.length === 0)
    // One statement is a transaction by itself.
    return writeStates(groupPool(), folded.states, folded.events);
  return transaction((sql) => writeAll(sql, folded, callbacks), groupPool());
}

async function writeAll(sql: Sql, folded: Folded, callbacks: readonly NewCallback[]): Promise<string[]> {
  await settleHandOvers(sql, folded.settled);
  const missed = await writeStates(sql, folded.states, folded.events);
  await writeCallbacks(
    sql,
    callbacks.filter(({ message_id }) => !missed.includes(message_id)),
  );
  return missed;
}
