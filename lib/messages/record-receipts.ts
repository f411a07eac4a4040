import { groupPool, type Sql, transaction } from "@/lib/platform/database";
import { type Folded, foldEvents, type NewEvent, type Recorded } from "./fold-events";
import { type NewCallback, prepareCallbacks, writeCallbacks } from "./outbox";
import { recordObservations } from "./record-observations";
import { createStateCache } from "./state-cache";
import { type Foldable, readStates, writeStates } from "./state-store";
import { settleHandOvers } from "./store";

/** As many as are under way where 3,000 messages a second take ten seconds each. */
const cache = createStateCache(30_000);

/** Somebody else (another process, a worker) wrote to the message first: nothing of the event was kept. */
export const CHANGED = "changed";

/**
 * Appends a group of events that came from outside and folds each into its message; committed when this returns. States
 * are not locked: they are as this process wrote or read them, and written only where they still stand so.
 * @returns for each event what became of it, in the order given: null where there is no such message, and
 *   {@link CHANGED} where it has to be done by `recordLocked`.
 */
export async function recordReceipts(news: readonly NewEvent[]): Promise<(Recorded | typeof CHANGED | null)[]> {
  const sql = groupPool();
  const states = await statesOf(news);
  const folded = foldEvents(states, news);
  if (folded.events.length === 0) return folded.results;
  const callbacks = await prepareCallbacks(sql, folded.changes);
  const missed = new Set(await write(folded, callbacks, states));
  cache.drop(missed);
  keep(folded, states, missed);
  if (missed.size === 0) return folded.results;
  return news.map((item, index) => (missed.has(item.messageId) ? CHANGED : (folded.results[index] ?? null)));
}

/** The same under the locks of messages and states, which nobody gets in between. */
export function recordLocked(news: readonly NewEvent[]): Promise<(Recorded | null)[]> {
  return transaction((sql) => recordObservations(sql, news));
}

async function statesOf(news: readonly NewEvent[]): Promise<ReadonlyMap<string, Foldable>> {
  const ids = new Set(news.map(({ messageId }) => messageId));
  const states = cache.get(ids);
  const unknown = [...ids].filter((id) => !states.has(id));
  if (unknown.length > 0) for (const [id, state] of await readStates(groupPool(), unknown)) states.set(id, state);
  return states;
}

/** What was written is what stands. Of a message that ended hardly anything comes. */
function keep(folded: Folded, before: ReadonlyMap<string, Foldable>, missed: ReadonlySet<string>): void {
  const open = folded.states.flatMap(({ message_id, sequence, fold, final }): Foldable[] => {
    const state = before.get(message_id);
    return state && !final && !missed.has(message_id) ? [{ ...state, sequence, fold }] : [];
  });
  cache.drop(folded.states.flatMap(({ message_id, final }) => (final ? [message_id] : [])));
  cache.put(open);
}

/** @returns the messages of which nothing was written. */
function write(
  folded: Folded,
  callbacks: readonly NewCallback[],
  before: ReadonlyMap<string, Foldable>,
): Promise<string[]> {
  const defaults = new Map([...before.values()].map(({ app_id, default_strategy }) => [app_id, default_strategy]));
  if (callbacks.length === 0 && folded.settled.length === 0)
    // One statement is a transaction by itself.
    return writeStates(groupPool(), folded.states, folded.events, defaults);
  return transaction((sql) => writeAll(sql, folded, callbacks, defaults), groupPool());
}

async function writeAll(
  sql: Sql,
  folded: Folded,
  callbacks: readonly NewCallback[],
  defaults: ReadonlyMap<string, string | null>,
): Promise<string[]> {
  await settleHandOvers(sql, folded.settled);
  const missed = await writeStates(sql, folded.states, folded.events, defaults);
  await writeCallbacks(
    sql,
    callbacks.filter(({ message_id }) => !missed.includes(message_id)),
  );
  return missed;
}
