import { MESSAGE, MESSAGE_COLUMNS, type MessageRow } from "@/lib/messages/store";
import { pool, transaction } from "@/lib/platform/database";

/** The SQL of Routee's search over messages. */

export interface CampaignName {
  trackingId: string;
  name: string | null;
}

/** The campaigns of messages, by their id; what was no campaign is left out. Primary key. */
export async function batchNames(ids: readonly string[]): Promise<Map<string, CampaignName>> {
  if (ids.length === 0) return new Map();
  const found = await pool().query<{ id: string; name: string | null }>(
    "SELECT id, name FROM batches WHERE id = ANY($1::uuid[]) AND kind = 'campaign'",
    [[...new Set(ids)]],
  );
  return new Map(found.rows.map(({ id, name }) => [id, { trackingId: id, name }]));
}

/** What the messages of a batch have cost so far. Index message_states_batch. */
export async function costOfBatch(batchId: string): Promise<number> {
  const summed = await pool().query<{ cost: string | null }>(
    "SELECT sum(price) AS cost FROM message_states WHERE batch_id = $1",
    [batchId],
  );
  return Number(summed.rows[0]?.cost ?? 0);
}

/** A condition in SQL; `$` stands for its value. */
export interface Condition {
  sql: string;
  value: unknown;
}

/** Longer than this a search is given up, so that nobody can keep the database busy with it. */
const TIMEOUT = "10s";

/**
 * One page of segments, each as its message's row and its number, and how many there are in all. Index messages_app,
 * by time; with a batch messages_batch. Conditions name the message `m` and its state `s`.
 * @param order columns of both, as `m`, after which id and segment decide.
 */
export async function searchSegments(
  conditions: readonly Condition[],
  order: string,
  page: { size: number; number: number },
): Promise<{ hits: (MessageRow & { part: number })[]; total: number }> {
  const values: unknown[] = [];
  const where = conditions
    .map(({ sql, value }) => (sql.includes("$") ? sql.replaceAll("$", `$${values.push(value)}`) : sql))
    .join(" AND ");
  const from = `FROM ${MESSAGE} LEFT JOIN batches b ON b.id = m.batch_id AND b.kind = 'campaign' WHERE ${where}`;
  return transaction(async (sql) => {
    await sql.query(`SET LOCAL statement_timeout = '${TIMEOUT}'`);
    const counted = await sql.query<{ total: string | null }>(`SELECT sum(s.segment_count) AS total ${from}`, values);
    const total = Number(counted.rows[0]?.total ?? 0);
    const skip = page.number * page.size;
    if (skip >= total) return { hits: [], total };
    const found = await sql.query<MessageRow & { part: number }>(
      `SELECT m.*, part FROM (SELECT ${MESSAGE_COLUMNS} ${from}) m, generate_series(1, m.segment_count) AS part
       ORDER BY ${order}m.id, part LIMIT ${page.size} OFFSET ${skip}`,
      values,
    );
    return { hits: found.rows, total };
  });
}
