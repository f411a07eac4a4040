import type { AppDefaults } from "@/lib/apps/read-defaults";
import type { Sql } from "@/lib/platform/database";
import { analyze } from "@/lib/sms/analyze";
import { countryOf } from "@/lib/sms/phone";
import { countSegments } from "@/lib/sms/segments";
import type { Message, SendMessage } from "./contract";
import type { Observation } from "./fold";
import { packFold } from "./fold-codec";
import { eventRow } from "./fold-events";
import { messageView } from "./message-view";
import { originOf, type Sender } from "./sender";
import { beginFold } from "./status";
import { type EventRow, insertMessages, type NewMessageRow, newMessageId } from "./store";

/** A message whose defaults are settled: a later change of its app is for later messages. */
export interface SettledMessage {
  message: Omit<SendMessage, "scheduledAt">;
  from: string;
  ttl: number | null;
  transcode: boolean | null;
  sender: Sender;
  batchId: string | null;
  /** ISO time, or null for now. */
  dueAt: string | null;
}

/** Fills in an app's defaults. Pure. @param from the sender ID, which has to be known. */
export function settle(
  message: SendMessage,
  app: Pick<AppDefaults, "defaultTtl" | "enforceTranscode">,
  from: string,
  sender: Sender,
  now: Date,
): SettledMessage {
  return {
    message,
    from,
    ttl: message.ttl ?? app.defaultTtl,
    transcode: message.transcode ?? (app.enforceTranscode ? true : null),
    sender,
    batchId: null,
    dueAt: dueAt(message.scheduledAt, now),
  };
}

/** When a message is due, as an ISO time, or null for now. A time that has passed means now. */
function dueAt(scheduledAt: string | undefined, now: Date): string | null {
  if (scheduledAt === undefined || Date.parse(scheduledAt) <= now.getTime()) return null;
  return new Date(scheduledAt).toISOString();
}

/** A message that is to be stored, with its first event and as it stands then. */
export interface NewMessage {
  row: NewMessageRow;
  event: EventRow;
  message: Message;
}

/** Makes a message with a new id, its first event and its view. Stores nothing. */
export function makeMessage(settled: SettledMessage): NewMessage {
  const { row, event } = newRow(settled);
  return { row, event, message: messageView(row) };
}

/** Stores messages and the first event of each, in one statement. */
export async function storeMessages(sql: Sql, made: readonly NewMessage[]): Promise<void> {
  if (made.length === 0) return;
  await insertMessages(
    sql,
    made.map(({ row }) => row),
    made.map(({ event }) => event),
  );
}

function newRow({ message, from, ttl, transcode, sender, batchId, dueAt: due }: SettledMessage) {
  const { id, createdAt } = newMessageId();
  const transcoded = analyze(message.body, { transcode: transcode === true }).transcoded;
  const { encoding, segments } = countSegments(transcoded?.body ?? message.body);
  const first: Observation = {
    status: due === null ? "Accepted" : "Scheduled",
    at: createdAt,
    segment: null,
    parts: segments,
    origin: "us",
  };
  const row: NewMessageRow = {
    id,
    app_id: message.appId,
    account_id: sender.accountId,
    key_id: sender.key?.id ?? null,
    batch_id: batchId,
    to: message.to,
    from,
    body: message.body,
    label: message.label ?? null,
    flash: message.flash ?? false,
    ttl,
    transcode,
    encoding,
    segment_count: segments,
    callback_url: message.callback?.url ?? null,
    callback_strategy: message.callback?.strategy ?? null,
    status: first.status,
    final: false,
    sequence: 1,
    fold: packFold(beginFold(first, segments)),
    tracking_id: null,
    price: null,
    currency: null,
    country: countryOf(message.to),
    operator: null,
    latency: null,
    reason_status: null,
    reason_description: null,
    hand_over: "pending",
    hand_over_attempts: 0,
    created_at: createdAt,
    scheduled_at: due,
  };
  const payload = { ...originOf(sender), ...(batchId === null ? {} : { batchId }) };
  const news = { messageId: id, source: "dashboard", receivedAt: createdAt, observation: first, payload } as const;
  return { row, event: eventRow(news, row.app_id, 1, "applied", first.status, false) };
}
