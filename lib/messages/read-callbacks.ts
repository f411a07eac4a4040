import type { Sql } from "@/lib/platform/database";
import { callbackStatusSchema, type MessageCallback, TRIGGERS } from "./callback-contract";

export interface CallbackRow {
  message_id: string;
  sequence: number;
  id: string;
  app_id: string;
  url: string;
  body: string;
  status: string;
  attempts: number;
  next_attempt_at: Date | null;
  created_at: Date;
}

interface AttemptRow {
  message_id: string;
  sequence: number;
  at: Date;
  trigger: string;
  email: string | null;
  http_status: number | null;
  duration_ms: number;
  problem: string | null;
  response_excerpt: string | null;
}

/** The callbacks of a message with every attempt, in the order of the events they tell. Primary keys. */
export async function readCallbacks(sql: Sql, messageId: string): Promise<MessageCallback[]> {
  const found = await sql.query<CallbackRow>("SELECT * FROM callbacks WHERE message_id = $1 ORDER BY sequence", [
    messageId,
  ]);
  return withAttempts(sql, found.rows);
}

/** Callbacks' rows with their attempts, in the rows' order. Primary key. */
export async function withAttempts(sql: Sql, rows: readonly CallbackRow[]): Promise<MessageCallback[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ message_id }) => message_id))].sort();
  const found = await sql.query<AttemptRow>(
    `SELECT a.message_id, a.sequence, a.at, a.trigger, p.email, a.http_status, a.duration_ms, a.problem, a.response_excerpt
     FROM callback_attempts a LEFT JOIN accounts p ON p.id = a.account_id
     WHERE a.message_id = ANY($1::uuid[]) AND a.message_id >= $2 AND a.message_id <= $3 ORDER BY a.attempt`,
    [ids, ids[0], ids.at(-1)],
  );
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    status: callbackStatusSchema.parse(row.status),
    sequence: row.sequence,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    body: row.body,
    attempts: found.rows
      .filter((one) => one.message_id === row.message_id && one.sequence === row.sequence)
      .map((one) => ({
        at: one.at.toISOString(),
        trigger: TRIGGERS.find((known) => known === one.trigger) ?? "auto",
        person: one.email,
        httpStatus: one.http_status,
        durationMs: one.duration_ms,
        problem: one.problem,
        responseExcerpt: one.response_excerpt,
      })),
  }));
}
