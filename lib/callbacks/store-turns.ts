import { NOT_ENDED } from "@/lib/messages/outbox";
import type { Sql } from "@/lib/platform/database";

/**
 * The SQL of turns. Of a message's pending callbacks the first has a time; later ones need none and have none, so that
 * a look for what is due never meets those that wait for one that is tried again in hours. Whoever ends a callback
 * gives the next one its time. So that none is forgotten by two who do not see each other:
 *
 * - who ends one first locks all that are pending of its message (`writeAttempts`, `holdPending`);
 * - who lets one wait first locks the one that it waits for (`writeCallbacks`, `lockTurns`);
 * - and only then, in a statement of its own, sees what was committed until then, and gives the turn.
 *
 * All lock in the order of the primary key. The order of delivery does not rest on this: who takes a callback looks
 * itself whether an earlier one is pending.
 */

/** No earlier callback of its message is still to be done. Primary key. */
export const ITS_TURN = `NOT EXISTS (SELECT FROM callbacks e
  WHERE e.message_id = c.message_id AND e.sequence < c.sequence AND e.status ${NOT_ENDED})`;

/** Gives each message's first pending callback its time, if it has none. Primary key. */
export async function takeTurns(sql: Sql, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await sql.query({
    name: "callbacks take turns",
    text: `UPDATE callbacks c SET next_attempt_at = now()
     FROM (
       SELECT m.id, f.sequence FROM (SELECT DISTINCT unnest($1::uuid[]) AS id ORDER BY 1) m CROSS JOIN LATERAL (
         SELECT p.sequence, p.next_attempt_at FROM callbacks p WHERE p.message_id = m.id AND p.status ${NOT_ENDED}
         ORDER BY p.sequence LIMIT 1) f
       WHERE f.next_attempt_at IS NULL
     ) n WHERE c.message_id = n.id AND c.sequence = n.sequence AND c.status ${NOT_ENDED}`,
    values: [messageIds],
  });
}

/**
 * Before callbacks of an app become pending again: locks them, with all of their messages that are pending, which they
 * may have to wait for. One transaction at a time does this for an app. Primary key.
 * @param which condition of those that become so, on a callback `c`; `values` are its parameters, the app's id first.
 * @returns their messages. Of these nothing that fulfils the condition is left unlocked.
 */
export async function lockTurns(sql: Sql, which: string, values: readonly [string, ...unknown[]]): Promise<string[]> {
  const [appId] = values;
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('tidings:callback-turns:' || $1, 0))", [appId]);
  const locked = await sql.query<{ message_id: string }>(
    `WITH chosen AS MATERIALIZED (
       SELECT DISTINCT c.message_id FROM callbacks c WHERE c.app_id = $1 AND ${which}
     ), locked AS MATERIALIZED (
       SELECT c.message_id FROM callbacks c JOIN chosen h ON h.message_id = c.message_id
       WHERE c.status ${NOT_ENDED} OR ${which}
       ORDER BY c.message_id, c.sequence FOR UPDATE OF c
     )
     SELECT DISTINCT message_id FROM locked`,
    [...values],
  );
  return locked.rows.map(({ message_id }) => message_id);
}

/**
 * After callbacks of messages became pending again: takes the time from those that have an earlier one before them. All
 * but those that were written meanwhile are locked already; one of these that somebody is at keeps its time, which
 * costs a look in vain, and is not waited for: whoever is at it may wait for this. Primary key.
 */
export async function waitForTurns(sql: Sql, messageIds: readonly string[]): Promise<void> {
  await sql.query(
    `WITH later AS MATERIALIZED (
       SELECT c.message_id, c.sequence FROM callbacks c
       WHERE c.message_id = ANY($1::uuid[]) AND c.status = 'pending' AND c.next_attempt_at IS NOT NULL
         AND NOT ${ITS_TURN}
       FOR UPDATE OF c SKIP LOCKED
     )
     UPDATE callbacks c SET next_attempt_at = NULL FROM later l
     WHERE c.message_id = l.message_id AND c.sequence = l.sequence`,
    [messageIds],
  );
}

/**
 * Holds what waits for an address; whoever waited for that takes its turn. Indexes callbacks_lane, primary key.
 * @param which `auto`: but for what a person had delivered again.
 */
export async function holdPending(sql: Sql, appId: string, url: string, which: "all" | "auto" = "all"): Promise<void> {
  const held = await sql.query<{ message_id: string }>(
    `WITH locked AS MATERIALIZED (
       SELECT c.message_id, c.sequence, c.url FROM callbacks c
       WHERE c.status ${NOT_ENDED} AND c.message_id IN (SELECT w.message_id FROM callbacks w
         WHERE w.app_id = $1 AND split_part(w.url, '/', 3) = split_part($2, '/', 3) AND w.url = $2
           AND w.status = 'pending' AND ($3 OR w.trigger = 'auto'))
       ORDER BY c.message_id, c.sequence FOR UPDATE OF c
     )
     UPDATE callbacks c SET status = 'held', next_attempt_at = NULL FROM locked l
     WHERE c.message_id = l.message_id AND c.sequence = l.sequence AND l.url = $2
       AND ($3 OR c.trigger = 'auto')
     RETURNING c.message_id`,
    [appId, url, which === "all"],
  );
  await takeTurns(
    sql,
    held.rows.map(({ message_id }) => message_id),
  );
}

/**
 * Gives a time to callbacks whose turn it is and that have none, which should never be. Index callbacks_lane, primary
 * key.
 * @returns the messages whose callbacks were forgotten.
 */
export async function mendTurns(sql: Sql): Promise<string[]> {
  const mended = await sql.query<{ message_id: string }>(
    `UPDATE callbacks c SET next_attempt_at = now()
     FROM (
       SELECT c.message_id, c.sequence FROM callbacks c
       WHERE c.status = 'pending' AND c.next_attempt_at IS NULL AND ${ITS_TURN}
       LIMIT 1000 FOR UPDATE OF c SKIP LOCKED
     ) f WHERE c.message_id = f.message_id AND c.sequence = f.sequence
     RETURNING c.message_id`,
  );
  return mended.rows.map(({ message_id }) => message_id);
}
