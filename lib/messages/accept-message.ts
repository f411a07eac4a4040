import { requireAllowedForm } from "@/lib/apps/callback-address";
import { readApp } from "@/lib/apps/read-app";
import { type Sql, transaction } from "@/lib/platform/database";
import { Problem } from "@/lib/platform/problem";
import { addJob } from "@/lib/platform/queue";
import { analyze } from "@/lib/sms/analyze";
import { countryOf } from "@/lib/sms/phone";
import { countSegments } from "@/lib/sms/segments";
import type { SendMessage } from "./contract";
import { HAND_OVER, HAND_OVER_CHECK_MS, handOverKey } from "./hand-over-job";
import { keepAnswer, type StoredAnswer, takeIdempotencyKey } from "./idempotency";
import { messageView } from "./message-view";
import { eventRow } from "./record-observations";
import { beginFold, type Observation } from "./status";
import { insertMessage, newMessageId, readMessageRow } from "./store";

export interface Acceptance {
  message: SendMessage;
  /** Who sends. */
  accountId: string;
  /** The sender's Idempotency-Key, if any. */
  idempotencyKey: string | null;
}

/**
 * Accepts a message: the message, its first event and its job are stored in one transaction, and only then is it
 * answered. A repetition with the same idempotency key gets the first answer, byte for byte.
 * @returns the answer: 202 and the message as JSON.
 * @throws {Problem} `invalid_fields` when the app does not exist or no sender is known.
 */
export async function acceptMessage({ message, accountId, idempotencyKey }: Acceptance): Promise<StoredAnswer> {
  const app = await readApp(message.appId);
  if (!app) throw invalid("appId", "not_found", "There is no such app. Choose another.");
  if (app.archivedAt !== null)
    throw invalid("appId", "archived", "This app is archived and sends nothing. Choose another.");
  if (message.callback) requireAllowedForm(message.callback.url, app.environment, "callback.url");
  const from = message.from ?? app.defaultSender;
  if (from === null) throw invalid("from", "required", "Enter a sender ID: this app has no default one.");
  const asked =
    idempotencyKey === null
      ? null
      : { scope: `account:${accountId}`, key: idempotencyKey, fingerprint: JSON.stringify(message) };
  return transaction(async (sql) => {
    const before = asked && (await takeIdempotencyKey(sql, asked));
    if (before) return before;
    // The app's defaults are settled now: a later change of them is for later messages.
    const ttl = message.ttl ?? app.defaultTtl;
    const transcode = message.transcode ?? (app.enforceTranscode ? true : null);
    const answer = {
      status: 202,
      body: JSON.stringify(await store(sql, { ...message, from, transcode, ttl }, accountId)),
    };
    if (asked) await keepAnswer(sql, asked, answer);
    return answer;
  });
}

type Settled = Omit<SendMessage, "from" | "transcode" | "ttl"> & {
  from: string;
  transcode: boolean | null;
  ttl: number | null;
};

async function store(sql: Sql, message: Settled, accountId: string) {
  const { id, createdAt } = newMessageId();
  const transcoded = analyze(message.body, { transcode: message.transcode === true }).transcoded;
  const { encoding, segments } = countSegments(transcoded?.body ?? message.body);
  const due = dueAt(message.scheduledAt, createdAt);
  const first: Observation = {
    status: due === null ? "Accepted" : "Scheduled",
    at: createdAt,
    segment: null,
    parts: segments,
    origin: "us",
  };
  await insertMessage(
    sql,
    {
      id,
      app_id: message.appId,
      account_id: accountId,
      to: message.to,
      from: message.from,
      body: message.body,
      label: message.label ?? null,
      flash: message.flash ?? false,
      ttl: message.ttl,
      transcode: message.transcode,
      encoding,
      segment_count: segments,
      callback_url: message.callback?.url ?? null,
      callback_strategy: message.callback?.strategy ?? null,
      status: first.status,
      final: false,
      sequence: 1,
      fold: beginFold(first, segments),
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
      follow_up_at: new Date(Date.parse(due ?? createdAt) + HAND_OVER_CHECK_MS).toISOString(),
      scheduled_at: due,
    },
    eventRow(
      { messageId: id, source: "dashboard", receivedAt: createdAt, observation: first, payload: { accountId } },
      message.appId,
      1,
      "applied",
      first.status,
      false,
    ),
  );
  const delayMs = due === null ? 0 : Date.parse(due) - Date.parse(createdAt);
  await addJob(sql, HAND_OVER, { messageId: id }, { key: handOverKey(id), delayMs });
  const row = await readMessageRow(sql, id);
  if (!row) throw new Error("A message that was just stored is not there.");
  return messageView(row);
}

/** When a message is due, as an ISO time, or null for now. A time that has passed means now. */
function dueAt(scheduledAt: string | undefined, createdAt: string): string | null {
  if (scheduledAt === undefined || Date.parse(scheduledAt) <= Date.parse(createdAt)) return null;
  return new Date(scheduledAt).toISOString();
}

function invalid(path: string, code: string, message: string): Problem {
  return new Problem("invalid_fields", message, { errors: [{ path, code, message }] });
}
