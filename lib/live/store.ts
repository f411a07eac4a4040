import type { LiveMessage } from "@/lib/messages/contract";
import { isKnown } from "@/lib/messages/status";
import type { Sql } from "@/lib/platform/database";

export interface LiveEvent extends LiveMessage {
  position: bigint;
}

interface Row {
  position: string;
  message_id: string;
  app_id: string;
  message_status: string;
  message_final: boolean;
  sequence: number;
}

const COLUMNS = "position, message_id, app_id, message_status, message_final, sequence";
const AFTER = `SELECT ${COLUMNS} FROM message_events WHERE position > $1 ORDER BY position LIMIT $2`;
const look = (events: string) => `WITH now AS MATERIALIZED (SELECT pg_current_snapshot() AS s)
  SELECT pg_snapshot_xmin(now.s)::text AS xmin, e.* FROM now LEFT JOIN LATERAL (${events}) e ON true
  ORDER BY e.position`;

/**
 * The events after a position and those at some before it, in their order, and the snapshot in which they were read, in
 * one statement so that all are of the same moment. Index message_events_position_idx.
 * @param limit of those after the position.
 */
export async function lookAfter(
  sql: Sql,
  position: bigint,
  limit: number,
  before: readonly bigint[] = [],
): Promise<{ events: LiveEvent[]; xmin: bigint }> {
  // Planned once a connection, which with a partition for each month takes longer than to do it.
  const found = await sql.query<Partial<Row> & { xmin: string }>(
    before.length === 0
      ? { name: "look after", text: look(AFTER), values: [position.toString(), limit] }
      : {
          name: "look after and before",
          text: look(`(${AFTER}) UNION ALL SELECT ${COLUMNS} FROM message_events WHERE position = ANY($3::bigint[])`),
          values: [position.toString(), limit, before.map(String)],
        },
  );
  const [first] = found.rows;
  if (!first) throw new Error("PostgreSQL gave no snapshot.");
  return { events: found.rows.flatMap(eventOf), xmin: BigInt(first.xmin) };
}

function eventOf(row: Partial<Row>): LiveEvent[] {
  const { position, message_id: id, app_id: appId, message_status: status, message_final: final, sequence } = row;
  if (position === undefined || position === null) return [];
  if (!id || !appId || !status || !isKnown(status) || final === undefined || sequence === undefined)
    throw new Error(`The event at position ${position} is not whole.`);
  return [{ position: BigInt(position), id, appId, status, sequence, final }];
}

/** Takes a transaction id: those of all transactions that have written something before are lower. */
export async function nextTransaction(sql: Sql): Promise<bigint> {
  const taken = await sql.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
  return BigInt(taken.rows[0]?.id ?? 0);
}

/** The last position given out, whether or not it is visible yet. */
export async function lastPosition(sql: Sql): Promise<bigint> {
  const found = await sql.query<{ last: string }>(
    "SELECT CASE WHEN is_called THEN last_value ELSE 0 END::text AS last FROM message_events_position",
  );
  return BigInt(found.rows[0]?.last ?? 0);
}
