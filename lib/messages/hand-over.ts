import { enterCircuit, type Passage } from "@/lib/apps/circuit";
import { type ProviderAccess, providerAccess } from "@/lib/apps/credentials";
import { providerClient } from "@/lib/apps/provider-client";
import { quietUntil } from "@/lib/apps/quiet-hours";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { addJob } from "@/lib/platform/queue";
import { type Span, traced } from "@/lib/platform/trace";
import type { RouteeFailure } from "@/lib/routee/failure";
import { unpackFold } from "./fold-codec";
import type { NewEvent } from "./fold-events";
import {
  answerEvent,
  archivedEvent,
  cancelledEvent,
  lostEvent,
  quietEvent,
  refusedEvent,
  retryEvent,
  tooLateEvent,
  troubleEvent,
  waitingEvent,
} from "./hand-over-events";
import { claim, recordAnswer } from "./hand-over-groups";
import { giveBackClaim, type Hold, lockRequestedBy, loseClaim, moveHeld, postponeHandOver } from "./hand-over-store";
import {
  handOverDeadline,
  RESOLVE_LOST,
  remainingTtl,
  resolveLostKey,
  retryDelay,
  searchDelay,
} from "./hand-over-timetable";
import { receiptToken, receiptUrl } from "./receipt-token";
import { recordObservations } from "./record-observations";
import { batchStanding, type MessageRow, moveHandOver, readMessageRow } from "./store";

/**
 * Brings one message to Routee, and never twice (architecture.md, promise 2). The message is claimed and the claim
 * committed before the request leaves, so that a crash at any point leaves a trace: a claim without an answer is a
 * request that may have been taken, and is never repeated blindly.
 */
export async function handOver(messageId: string): Promise<void> {
  const message = await readMessageRow(pool(), messageId);
  if (message) await handOverRow(message, { worker: null, wanted: () => true });
}

/** Who makes the request. */
export interface Requester {
  /** This process, as others know it, so that they can tell when it died with the request under way. */
  worker: string | null;
  /** Whether a request may still begin: the process may have been told to stop while the message waited for its turn. */
  wanted: () => boolean;
}

/** Brings a message that is due to Routee. */
export async function handOverRow(message: MessageRow, requester: Requester): Promise<void> {
  if (message.hand_over !== "pending") return;
  if (message.final) {
    await moveHandOver(pool(), message.id, "pending", "settled");
    return;
  }
  const now = new Date();
  if (message.scheduled_at && message.scheduled_at > now) return putBack(message, message.scheduled_at, now, null);
  if (now > handOverDeadline(beginOf(message), message.ttl)) return end(message, tooLateEvent(message.id, now));
  const access = await providerAccess(message.app_id);
  if (!access) throw new Error(`Message ${message.id} belongs to an app that is gone.`);
  if (access.archived) return end(message, archivedEvent(message.id, now));
  const quiet = access.quietHours && quietUntil(access.quietHours, now);
  if (quiet) return putBack(message, quiet, now, quietEvent(message.id, quiet, now));
  const passage = await enterCircuit(message.app_id);
  if ("wait" in passage) return putBack(message, passage.wait, now, waitingEvent(message.id, now));
  const attributes = { "tidings.message_id": message.id, "tidings.app_id": message.app_id };
  await traced({ name: "hand over", kind: "client", attributes }, (span) =>
    requestOnce(message, access, passage, requester, span),
  );
}

/** Who waited so long for its turn asks again whether it may still have it. */
const LONG_TURN_MS = 500;

async function requestOnce(
  message: MessageRow,
  access: ProviderAccess,
  passage: Passage,
  { worker, wanted }: Requester,
  span: Span | null,
): Promise<void> {
  const entered = performance.now();
  const client = providerClient(access);
  const ttl = remainingTtl(beginOf(message), message.ttl, new Date());
  let attempt = message.hand_over_attempts + 1;
  const hold: Hold = { claimed: null, attemptsRead: message.hand_over_attempts };
  const request = {
    to: message.to,
    body: message.body,
    from: message.from ?? "",
    // Routee echoes the label, and a search can ask for it: without the sender's own it is our id.
    label: message.label ?? message.id,
    callback: { url: receiptUrl(message.id), strategy: "OnChange" as const },
    ...(message.flash ? { flash: true } : {}),
    ...(ttl === null ? {} : { ttl }),
    ...(message.transcode === null ? {} : { transcode: message.transcode }),
  };
  // Claimed at the last moment, with a token and its turn had: until then nothing has been asked of Routee.
  const claimIt = async () => {
    if (!wanted()) return false;
    if (performance.now() - entered > LONG_TURN_MS && !(await passage.stands())) return false;
    const claimed = await claim({ id: message.id, worker, attempts: message.hand_over_attempts }).catch(
      async (error: unknown) => {
        // Nothing was asked of Routee, whether the claim was committed or not.
        await giveBackClaim(pool(), message.id, worker);
        throw error;
      },
    );
    if (claimed === null) return false;
    attempt = claimed;
    hold.claimed = { worker, attempt };
    return true;
  };
  // Routee's answer names the address for receipts, and what is kept of it is shown.
  const secrets = [receiptToken(message.id)];
  const begun = performance.now();
  const result = await client.send(access.credentials, request, { claim: claimIt, secrets });
  const outcome = result.ok ? "taken" : result.failure.kind;
  metrics().handOvers.observe({ outcome }, (performance.now() - begun) / 1_000);
  span?.set({ "tidings.outcome": outcome, "tidings.attempt": attempt });
  try {
    if (result.ok) await recordAnswer(answerEvent(message.id, result.value, new Date()));
    else if (result.failure.kind === "withdrawn")
      log().info({ messageId: message.id }, "a message was claimed or ended meanwhile, or is left to others");
    else if (result.failure.mayHaveTakenEffect) await markLost(message, worker, result.failure.message);
    else await notTaken(message, result.failure, attempt, hold);
  } finally {
    // After it, since a circuit that cannot be told must not cost Routee's answer.
    await passage.report(result).catch((error: unknown) => {
      log().warn({ err: error, messageId: message.id }, "an app's circuit could not be told what came of a request");
    });
  }
}

/**
 * Routee certainly has not taken the message: it is tried again later, or ends when Routee said no. Nothing where another
 * worker has claimed it since, or a receipt has settled it.
 */
async function notTaken(message: MessageRow, failure: RouteeFailure, attempt: number, hold: Hold): Promise<void> {
  const { id } = message;
  if (failure.kind === "refused" || failure.kind === "credentials") {
    await transaction(async (sql) => {
      if (!(await moveHeld(sql, id, hold, { handOver: "settled", attempts: attempt, delayMs: null }))) return;
      await recordObservations(sql, [refusedEvent(id, failure, new Date())]);
    });
    return;
  }
  const delayMs = Math.max(retryDelay(attempt), failure.retryAfterMs ?? 0);
  await transaction(async (sql) => {
    // Its batch may have been paused or cancelled while the request was under way.
    const standing = message.batch_id === null ? "goes on" : await batchStanding(sql, message.batch_id);
    const handOver = ({ "goes on": "pending", paused: "held", cancelled: "settled" } as const)[standing];
    if (!(await moveHeld(sql, id, hold, { handOver, attempts: attempt, delayMs }))) return;
    await recordObservations(sql, [retryEvent(id, failure, attempt, delayMs, new Date())]);
    if (standing === "cancelled") await recordObservations(sql, [cancelledEvent(id, null, new Date())]);
  });
}

/** A worker's own request left and its answer is lost: from now on only asking helps. */
function markLost({ id }: MessageRow, worker: string | null, why: string): Promise<void> {
  return transaction(async (sql) => {
    if (await loseClaim(sql, id, worker)) await noteLost(sql, id, why);
  });
}

/** The same for whoever's request, within the caller's transaction; nothing when it is not under way any more. */
export async function lose(sql: Sql, id: string, why: string): Promise<void> {
  if (await moveHandOver(sql, id, "requested", "lost")) await noteLost(sql, id, why);
}

async function noteLost(sql: Sql, id: string, why: string): Promise<void> {
  await recordObservations(sql, [lostEvent(id, why, new Date())]);
  const options = { key: resolveLostKey(id), delayMs: searchDelay(0) ?? 0 };
  await addJob(sql, RESOLVE_LOST, { messageId: id, search: 0 }, options);
}

const TROUBLE_DELAY_MS = 60_000;

/**
 * After a fault of ours: what this worker may have asked of Routee is lost, what was not is tried again later, and says
 * so. What another worker has claimed meanwhile is its own.
 */
export async function afterFault(message: MessageRow, worker: string | null): Promise<void> {
  await markLost(message, worker, "Tidings could not store the answer.");
  const now = new Date();
  await putBack(message, new Date(now.getTime() + TROUBLE_DELAY_MS), now, troubleEvent(message.id, now));
}

/** What workers that died had asked of Routee is not known to be answered. Within the caller's transaction. */
export async function loseRequestsOf(sql: Sql, workers: readonly string[]): Promise<void> {
  for (const id of await lockRequestedBy(sql, workers))
    await lose(sql, id, "Tidings stopped while the request was under way.");
}

/** So that not everything that waited comes at the same moment. */
const SPREAD_MS = 5_000;

/** It is not its time: it comes again then. Why is told once, not each time. */
async function putBack(message: MessageRow, until: Date, now: Date, why: NewEvent | null): Promise<void> {
  const spread = why === null ? 0 : Math.random() * SPREAD_MS;
  const delayMs = Math.max(0, until.getTime() - now.getTime()) + spread;
  await transaction(async (sql) => {
    const told = unpackFold(message.fold).base.reason?.detailedStatus;
    if (!(await postponeHandOver(sql, message.id, delayMs))) return;
    if (why && why.observation.reason?.detailedStatus !== told) await recordObservations(sql, [why]);
  });
}

/** It is not sent at all; nothing when another worker has claimed it since it was read. */
async function end(message: MessageRow, event: NewEvent): Promise<void> {
  await transaction(async (sql) => {
    if (await moveHandOver(sql, message.id, "pending", "settled")) await recordObservations(sql, [event]);
  });
}

/** From when a message's time to live counts. */
const beginOf = (message: MessageRow): Date => message.scheduled_at ?? message.created_at;
