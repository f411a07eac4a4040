import { enterCircuit, type Passage } from "@/lib/apps/circuit";
import { providerAccess } from "@/lib/apps/credentials";
import { providerClient } from "@/lib/apps/provider-client";
import type { NewEvent } from "@/lib/messages/fold-events";
import { recordObservations } from "@/lib/messages/record-observations";
import { reportObservation } from "@/lib/messages/report-observation";
import { lockMessage, type MessageRow, moveHandOver, readMessageRow } from "@/lib/messages/store";
import { pool, transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { RouteeFailure } from "@/lib/routee/failure";
import type { SegmentReport } from "@/lib/routee/wire";
import { afterAsking, isOver } from "./overdue";
import { noteAsk, setFollowUps } from "./store";
import { neverEndedEvent } from "./sweep-events";

/** What came of asking: an answer, `unknown` when Routee knows no such message, or why there was none. */
export type Answer = { kind: "answered" } | { kind: "unknown" } | { kind: "unanswered"; failure: RouteeFailure };

/**
 * Asks Routee's tracking resource about one message and records what is news. @param leave of the app's circuit.
 * @param spread 0 to 1: moves the next time a little, so that not all messages come at once.
 */
export async function askRoutee(message: MessageRow, leave: Passage, spread: number): Promise<Answer> {
  const access = await providerAccess(message.app_id);
  if (!access || message.tracking_id === null) return { kind: "unknown" };
  const found = await providerClient(access).trackSingle(access.credentials, message.tracking_id);
  await leave.report(found);
  if (!found.ok && found.failure.code !== NOT_FOUND) {
    log().info({ messageId: message.id, failure: found.failure.summary }, "Routee could not be asked about a message");
    return { kind: "unanswered", failure: found.failure };
  }
  const reports = found.ok ? found.value : [];
  const now = new Date();
  await transaction(async (sql) => {
    await recordObservations(
      sql,
      reports.map((report) => trackingEvent(message.id, report, now)),
      { onlyNews: true },
    );
    await noteAsk(sql, message.id, afterAsking(message, message.asks + 1, spread, now));
  });
  return { kind: reports.length > 0 ? "answered" : "unknown" };
}

/** SMS tracking not found (Routee's error table). */
const NOT_FOUND = "404005000";

function trackingEvent(messageId: string, report: SegmentReport, now: Date): NewEvent {
  return {
    messageId,
    source: "tracking",
    receivedAt: now.toISOString(),
    observation: reportObservation(report),
    payload: report.raw,
  };
}

/** Longer than a circuit stays open without a trial. */
const UNANSWERED_MS = 5 * 60_000;

/**
 * Follows one overdue message up: asks Routee, and ends the message as `Unknown` when its deadline has passed and
 * Routee has no final status either. A late receipt still corrects that.
 */
export async function followUp(messageId: string): Promise<void> {
  const message = await readMessageRow(pool(), messageId);
  if (!message || message.final) return;
  const leave = message.hand_over === "settled" ? await enterCircuit(message.app_id) : null;
  const answer: Answer["kind"] | "not_asked" =
    leave === null || "wait" in leave ? "not_asked" : (await askRoutee(message, leave, Math.random())).kind;
  const now = new Date();
  if (isOver(message, answer === "answered" || answer === "unknown", now)) return end(message, answer, now);
  if (answer === "answered" || answer === "unknown") return;
  const soonest = leave !== null && "wait" in leave ? leave.wait.getTime() : 0;
  const at = new Date(Math.max(soonest, now.getTime() + UNANSWERED_MS));
  await setFollowUps(pool(), [{ id: message.id, at }]);
}

async function end({ id }: MessageRow, answer: Answer["kind"] | "not_asked", now: Date): Promise<void> {
  await transaction(async (sql) => {
    const message = await lockMessage(sql, id);
    if (!message || message.final) return;
    await recordObservations(sql, [neverEndedEvent(message, answer === "answered" || answer === "unknown", now)]);
    await moveHandOver(sql, id, "lost", "settled");
  });
}
