import type { Sql } from "@/lib/platform/database";
import { foldEvents, type NewEvent, type Recorded } from "./fold-events";
import { prepareCallbacks, writeCallbacks } from "./outbox";
import { writeStates } from "./state-store";
import { lockStates, settleHandOvers } from "./store";

/**
 * Appends events and folds each into its message, under the locks of messages and states and within the caller's
 * transaction.
 * @param options.onlyNews leaves out what changes nothing, for answers to our own questions: Routee repeats itself
 *   whenever it is asked. What Routee posts is kept in any case.
 * @returns for each event what became of it, in the order given; null where there is no such message or no news.
 * @throws when a state was written meanwhile although it was locked, which is a fault of ours.
 */
export async function recordObservations(
  sql: Sql,
  news: readonly NewEvent[],
  options: { onlyNews?: boolean } = {},
): Promise<(Recorded | null)[]> {
  if (news.length === 0) return [];
  const states = await lockStates(
    sql,
    news.map(({ messageId }) => messageId),
  );
  const folded = foldEvents(states, news, options);
  if (folded.events.length === 0) return folded.results;
  await settleHandOvers(sql, folded.settled);
  const unwritten = await writeStates(sql, folded.states, folded.events);
  if (unwritten.length > 0) throw new Error(`Messages changed while they were folded: ${unwritten.join(", ")}.`);
  await writeCallbacks(sql, await prepareCallbacks(sql, folded.changes));
  return folded.results;
}
