import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { isStorable } from "@/lib/platform/storable";
import type { MessageDetail, MessageEvent } from "./contract";
import { messageView, segmentViews } from "./message-view";
import { readCallbacks } from "./read-callbacks";
import { type EventRow, MESSAGE, MESSAGE_COLUMNS, type MessageRow, readMessageRow } from "./store";

type StoredEvent = Omit<EventRow, "at" | "received_at" | "receipt"> & {
  at: Date;
  received_at: Date;
  receipt: string | null;
};

/** One message with its segments and every event, or null when there is none with this id. */
export async function readMessage(id: string): Promise<MessageDetail | null> {
  const row = isId(id) ? await readMessageRow(pool(), id) : null;
  if (!row) return null;
  return {
    ...messageView(row),
    segments: segmentViews(row),
    events: await readEvents(id, 0),
    callbacks: await readCallbacks(pool(), id),
    asks: row.asks,
    askedAt: row.asked_at?.toISOString() ?? null,
    batch: row.batch_id === null ? null : await readBatchName(row.batch_id),
  };
}

/** Primary key of batches. */
async function readBatchName(id: string): Promise<MessageDetail["batch"]> {
  const found = await pool().query<{ id: string; name: string | null }>("SELECT id, name FROM batches WHERE id = $1", [
    id,
  ]);
  return found.rows[0] ?? null;
}

/** The app of a message, or null when there is none with this id. Primary key. */
export async function appOfMessage(id: string): Promise<string | null> {
  if (!isId(id)) return null;
  const rows = await pool().query<{ app_id: string }>("SELECT app_id FROM messages WHERE id = $1", [id]);
  return rows.rows[0]?.app_id ?? null;
}

/** An app's message by our id or Routee's tracking ID, or null. Primary key; index messages_tracking. */
export async function findMessage(appId: string, trackingId: string): Promise<MessageRow | null> {
  const own = isId(trackingId) ? await readMessageRow(pool(), trackingId) : null;
  if (own) return own.app_id === appId ? own : null;
  if (!isStorable(trackingId)) return null;
  const found = await pool().query<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} WHERE m.tracking_id = $2 AND m.app_id = $1 ORDER BY m.id DESC LIMIT 1`,
    [appId, trackingId],
  );
  return found.rows[0] ?? null;
}

/** The events of a message after a sequence, in their order. */
export async function readEvents(messageId: string, after: number): Promise<MessageEvent[]> {
  // Primary key.
  const events = await pool().query<StoredEvent>(
    "SELECT * FROM message_events WHERE message_id = $1 AND sequence > $2 ORDER BY sequence",
    [messageId, after],
  );
  return events.rows.map(eventView);
}

function eventView(row: StoredEvent): MessageEvent {
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    source: row.source,
    status: row.status,
    ...(row.segment === null ? {} : { segment: row.segment }),
    verdict: row.verdict,
    ...(row.reason_status === null
      ? {}
      : { reason: { detailedStatus: row.reason_status, description: row.reason_description ?? "" } }),
    payload: row.receipt === null ? row.payload : (JSON.parse(row.receipt) as unknown),
  };
}
