import { NOT_ENDED } from "@/lib/messages/outbox";
import { type Sql, transaction } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import type { Room } from "./lanes";
import { type Address, ATTEMPTED, type ClaimedRow } from "./store";
import { holdPending, ITS_TURN } from "./store-turns";

/** The SQL of taking callbacks for delivery. */

/** Longer than an attempt takes. Should its process be lost without a trace, another tries after this. */
const LEASE = "60 seconds";

/** Those of a lane that are due. Index callbacks_lane. */
const DUE = `c.app_id = r.app_id AND split_part(c.url, '/', 3) = r.host AND c.status = 'pending'
  AND c.next_attempt_at <= now() AND ${ITS_TURN}`;

/**
 * Whatever is due of a lane, no more is read of it than there are places, of its addresses that are marked as failing
 * and of the others: a backlog costs others nothing. The mark of those that were read is put right, so that the next
 * look reads past them.
 */
const CLAIM = `WITH RECURSIVE lanes AS (
    -- Found by leaping from one to the next in their index, so that a long one costs no more than a short one.
    (SELECT c.app_id, split_part(c.url, '/', 3) AS host FROM callbacks c WHERE c.status = 'pending'
     ORDER BY c.app_id, split_part(c.url, '/', 3) LIMIT 1)
    UNION ALL
    SELECT n.app_id, n.host FROM lanes l CROSS JOIN LATERAL (
      SELECT c.app_id, split_part(c.url, '/', 3) AS host FROM callbacks c
      WHERE c.status = 'pending' AND (c.app_id, split_part(c.url, '/', 3)) > (l.app_id, l.host)
      ORDER BY c.app_id, split_part(c.url, '/', 3) LIMIT 1) n
  ), room AS (
    SELECT l.app_id, l.host, coalesce(r.busy, 0) AS busy, coalesce(r.well, $2) AS well, coalesce(r.failing, $3) AS failing
    FROM lanes l LEFT JOIN jsonb_to_recordset($1::jsonb) AS r(app_id uuid, host text, busy int, well int, failing int)
      ON r.app_id = l.app_id AND r.host = l.host
  ), due AS (
    SELECT r.app_id, r.host, r.busy, r.well, r.failing AS failing_places, d.*,
      EXISTS (SELECT FROM callback_endpoints e WHERE e.app_id = r.app_id AND e.url = d.url) AS fails,
      -- What a person had delivered again is delivered, also to an address that is paused.
      d.trigger = 'auto' AND EXISTS (SELECT FROM callback_endpoints e
        WHERE e.app_id = r.app_id AND e.url = d.url AND e.paused_at IS NOT NULL) AS paused
    FROM room r CROSS JOIN LATERAL (
      (SELECT c.message_id, c.sequence, c.url, c.next_attempt_at, c.trigger, c.failing AS marked FROM callbacks c
       WHERE ${DUE} AND NOT c.failing ORDER BY c.next_attempt_at LIMIT r.well)
      UNION ALL
      (SELECT c.message_id, c.sequence, c.url, c.next_attempt_at, c.trigger, c.failing AS marked FROM callbacks c
       WHERE ${DUE} AND c.failing ORDER BY c.next_attempt_at LIMIT r.well)
    ) d
  ), fitting AS (
    SELECT d.*, NOT paused AND (NOT fails OR failing_places >=
      row_number() OVER (PARTITION BY app_id, host, fails, paused ORDER BY next_attempt_at)) AS fits FROM due d
  ), placed AS (
    SELECT f.*, row_number() OVER (PARTITION BY app_id, host, fits ORDER BY next_attempt_at) AS place FROM fitting f
  ), chosen AS (
    -- One of each lane, then the next of each: where there is not room for all, none takes it all.
    SELECT message_id, sequence, fails, paused, true AS taken FROM (
      SELECT * FROM placed WHERE fits AND place <= well ORDER BY busy + place, next_attempt_at LIMIT $4) p
    UNION ALL
    SELECT message_id, sequence, fails, paused, false FROM placed WHERE NOT fits AND (paused OR NOT marked)
  ), locked AS (
    SELECT c.message_id, c.sequence, h.fails, h.paused, h.taken
    FROM chosen h JOIN callbacks c ON c.message_id = h.message_id AND c.sequence = h.sequence
    WHERE c.status ${NOT_ENDED} AND c.next_attempt_at <= now()
    FOR UPDATE OF c SKIP LOCKED
  )
  UPDATE callbacks c SET failing = l.fails, taken_by = CASE WHEN l.taken THEN $5::uuid ELSE c.taken_by END,
    next_attempt_at = CASE WHEN l.taken THEN now() + interval '${LEASE}' ELSE c.next_attempt_at END
  FROM locked l, apps a
  WHERE c.message_id = l.message_id AND c.sequence = l.sequence AND a.id = c.app_id
  RETURNING ${ATTEMPTED}, c.failing, l.taken, l.paused`;

/**
 * Has others try at once what workers that died were at: a receiver may get it twice, and never in another order. Index
 * callbacks_taken.
 */
export async function giveBackCallbacksOf(sql: Sql, workers: readonly string[]): Promise<void> {
  await sql.query(
    `WITH locked AS MATERIALIZED (
       SELECT c.message_id, c.sequence FROM callbacks c
       WHERE c.status = 'pending' AND c.taken_by IS NOT NULL AND c.taken_by = ANY($1::uuid[])
       ORDER BY c.message_id, c.sequence FOR UPDATE OF c
     )
     UPDATE callbacks c SET next_attempt_at = now(), taken_by = NULL FROM locked l
     WHERE c.message_id = l.message_id AND c.sequence = l.sequence`,
    [workers],
  );
}

/**
 * Holds what became pending for an address while it was being paused: whoever wrote it could not see that yet. While it
 * is held here, the address is not resumed; where that is under way, it is left alone.
 */
export function holdStrays({ app_id, url }: Address): Promise<void> {
  return transaction(async (sql) => {
    const paused = await sql.query(
      `SELECT FROM callback_endpoints WHERE app_id = $1 AND url = $2 AND paused_at IS NOT NULL
       FOR NO KEY UPDATE SKIP LOCKED`,
      [app_id, url],
    );
    if (paused.rowCount === 1) await holdPending(sql, app_id, url, "auto");
  });
}

/**
 * Takes callbacks that are due, the longest due of each lane first, and never one whose message has an earlier one that
 * is not done, nor one for an address that is paused. Indexes callbacks_lane and the primary keys of callbacks and addresses.
 * @param room how many, by lane. @param worker this process, as others know it, so that they can tell when it died.
 * @returns `more` when another look may find more at once; `strays` are addresses for which {@link holdStrays} has to be
 *   called.
 */
export async function claimDue(
  sql: Sql,
  room: Room,
  worker: string | null = null,
): Promise<{ claimed: ClaimedRow[]; strays: Address[]; more: boolean }> {
  // Named, so that each connection plans it once.
  const { rows } = await sql.query<ClaimedRow & { taken: boolean; paused: boolean }>({
    name: "claim callbacks",
    text: CLAIM,
    values: [jsonb(room.lanes), room.elsewhere.well, room.elsewhere.failing, room.free, worker],
  });
  const claimed = rows.filter(({ taken }) => taken);
  const paused = rows.filter((row) => row.paused);
  const strays = new Map(paused.map(({ app_id, url }) => [`${app_id} ${url}`, { app_id, url }] as const));
  return { claimed, strays: [...strays.values()], more: claimed.length + paused.length < rows.length };
}
