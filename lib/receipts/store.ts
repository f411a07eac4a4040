import type { MessageRow } from "@/lib/messages/store";
import type { Sql } from "@/lib/platform/database";
import { jsonb } from "@/lib/platform/jsonb";
import type { DeliveryTime } from "./overdue";

/** The SQL of looking after open messages. */

export type DueRow = Pick<
  MessageRow,
  "id" | "app_id" | "country" | "operator" | "ttl" | "hand_over" | "requested_at" | "created_at" | "asks"
>;

/**
 * Locks messages that are due for a look, the longest due first; others take others. Those that became final while
 * somebody looked need none any more. Index follow_ups_at; primary keys.
 */
export async function lockDue(sql: Sql, limit: number): Promise<{ now: Date; due: DueRow[] }> {
  const clock = await sql.query<{ now: Date }>("SELECT now() AS now");
  const found = await sql.query<DueRow>(
    `WITH due AS MATERIALIZED (
       SELECT f.message_id FROM follow_ups f WHERE f.at <= now() ORDER BY f.at LIMIT $1 FOR UPDATE SKIP LOCKED
     ), ended AS (
       DELETE FROM follow_ups f USING due d
       WHERE f.message_id = d.message_id
         AND NOT EXISTS (SELECT FROM message_states s WHERE s.message_id = d.message_id AND NOT s.final)
     )
     SELECT m.id, m.app_id, s.country, s.operator, m.ttl, m.hand_over, m.requested_at, m.created_at, m.asks
     FROM due d CROSS JOIN LATERAL (SELECT * FROM message_states s WHERE s.message_id = d.message_id AND NOT s.final) s
     CROSS JOIN LATERAL (SELECT * FROM messages m WHERE m.id = d.message_id) m`,
    [limit],
  );
  return { now: clock.rows[0]?.now ?? new Date(), due: found.rows };
}

/** Says when each is looked at again. Primary key. */
export async function setFollowUps(sql: Sql, rows: readonly { id: string; at: Date }[]): Promise<void> {
  await sql.query(
    `UPDATE follow_ups u SET at = f.at FROM jsonb_to_recordset($1::jsonb) AS f(id uuid, at timestamptz)
     WHERE u.message_id = f.id`,
    [jsonb(rows)],
  );
}

/** Counts that Routee was asked about a message, and says when it is looked at again if it is open. Primary keys. */
export async function noteAsk(sql: Sql, id: string, nextAt: Date): Promise<void> {
  await sql.query(
    `WITH asked AS (UPDATE messages SET asks = asks + 1, asked_at = now() WHERE id = $1)
     UPDATE follow_ups SET at = $2 WHERE message_id = $1`,
    [id, nextAt],
  );
}

/** What was learnt about some apps' delivery times. Primary key. */
export async function readDeliveryTimes(sql: Sql, appIds: readonly string[]): Promise<Map<string, DeliveryTime[]>> {
  const found = await sql.query<DeliveryTime & { app_id: string }>(
    `SELECT app_id, country, operator, samples, p95_seconds AS "p95Seconds" FROM delivery_times WHERE app_id = ANY($1)`,
    [appIds],
  );
  const byApp = new Map<string, DeliveryTime[]>();
  for (const { app_id, ...time } of found.rows) byApp.set(app_id, [...(byApp.get(app_id) ?? []), time]);
  return byApp;
}

/** So many of an app's latest messages are looked at, so that learning costs the same however many there are. */
const LATEST = 5_000;

/**
 * Learns anew how long delivery takes, from each app's latest messages of the last 30 days: 95 of 100 were faster.
 * Index messages_app; primary key.
 */
export async function learnDeliveryTimes(sql: Sql): Promise<void> {
  await sql.query(
    `WITH learnt AS (
       SELECT a.id AS app_id, coalesce(l.country, '*') AS country, coalesce(l.operator, '*') AS operator,
         count(*) AS samples, percentile_cont(0.95) WITHIN GROUP (ORDER BY l.seconds) AS p95_seconds
       FROM apps a CROSS JOIN LATERAL (
         SELECT coalesce(country, '') AS country, coalesce(operator, '') AS operator,
           greatest(0, extract(epoch FROM final_at - requested_at)) AS seconds
         FROM (SELECT id, requested_at FROM messages
               WHERE app_id = a.id AND id > uuid_v7_floor(now() - interval '30 days')
               ORDER BY id DESC LIMIT ${LATEST}) latest JOIN message_states s ON s.message_id = latest.id
         WHERE status = 'Delivered' AND requested_at IS NOT NULL AND final_at IS NOT NULL
           AND s.message_id > uuid_v7_floor(now() - interval '30 days')
       ) l
       GROUP BY GROUPING SETS ((a.id, l.country, l.operator), (a.id, l.country), (a.id))
     )
     MERGE INTO delivery_times t USING learnt l
       ON t.app_id = l.app_id AND t.country = l.country AND t.operator = l.operator
     WHEN MATCHED THEN UPDATE SET samples = l.samples, p95_seconds = l.p95_seconds, learned_at = now()
     WHEN NOT MATCHED THEN INSERT (app_id, country, operator, samples, p95_seconds)
       VALUES (l.app_id, l.country, l.operator, l.samples, l.p95_seconds)`,
  );
}
