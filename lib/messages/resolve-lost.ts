import { enterCircuit, type Passage } from "@/lib/apps/circuit";
import { providerAccess } from "@/lib/apps/credentials";
import { providerClient } from "@/lib/apps/provider-client";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { addJob } from "@/lib/platform/queue";
import type { SegmentReport } from "@/lib/routee/wire";
import type { NewEvent } from "./fold-events";
import { unresolvedEvent } from "./hand-over-events";
import { handOverDeadline, RESOLVE_LOST, resolveLostKey, searchDelay } from "./hand-over-timetable";
import { recordObservations } from "./record-observations";
import { reportObservation } from "./report-observation";
import { type MessageRow, moveHandOver, readMessageRow } from "./store";

/** Routee's clock and ours may differ by so much. */
const CLOCK_SLACK_MS = 5 * 60_000;
/** How long to wait before asking again where Routee did not answer. */
const UNANSWERED_DELAY_MS = 60_000;

/**
 * Asks Routee's tracking for a message whose answer was lost. Found, it goes on from what Routee says; not found, it
 * is asked again later, and after the last time the message ends as `Unknown`, which a late receipt still corrects.
 * @param search how many searches were made before this one.
 */
export async function resolveLost(messageId: string, search: number): Promise<void> {
  const message = await readMessageRow(pool(), messageId);
  if (message?.hand_over !== "lost") return;
  const found = await searchLost(message, await enterCircuit(message.app_id));
  if (found === "found") return;
  // A search that Routee did not answer tells nothing and does not count, while the message can still matter.
  const overdue = new Date() > handOverDeadline(message.scheduled_at ?? message.created_at, message.ttl);
  const next = found === "unanswered" && !overdue ? search : search + 1;
  const delayMs = next === search ? UNANSWERED_DELAY_MS : searchDelay(next);
  await transaction(async (sql) => {
    if (delayMs === null) {
      // A receipt may have settled it while Routee was asked.
      if (await moveHandOver(sql, message.id, "lost", "settled"))
        await recordObservations(sql, [unresolvedEvent(message.id, new Date())]);
    } else {
      await addJob(sql, RESOLVE_LOST, { messageId, search: next }, { key: resolveLostKey(messageId), delayMs });
    }
  });
}

type Search = { kind: "found"; reports: SegmentReport[] } | { kind: "not_found" } | { kind: "unanswered" };

/**
 * Looks once for a message whose answer was lost, and goes on from what Routee says when it finds it.
 * @param leave of the app's circuit; without it nothing is asked.
 */
export async function searchLost(
  message: MessageRow,
  leave: Passage | { wait: Date },
): Promise<"found" | "not_found" | "unanswered"> {
  if ("wait" in leave) return "unanswered";
  const found = await find(message, leave);
  if (found.kind === "found") await settle(message, found.reports);
  return found.kind;
}

/** Looks for the one message at Routee that can be ours. */
async function find(message: MessageRow, leave: Passage): Promise<Search> {
  const access = await providerAccess(message.app_id);
  if (!access || !message.requested_at) return { kind: "not_found" };
  const label = message.label ?? message.id;
  const found = await providerClient(access).searchTracking(access.credentials, {
    from: new Date(message.requested_at.getTime() - CLOCK_SLACK_MS),
    until: new Date(Date.now() + CLOCK_SLACK_MS),
    filters: [
      { fieldName: "to", searchTerm: message.to },
      { fieldName: "label", searchTerm: label },
    ],
  });
  await leave.report(found);
  if (!found.ok) {
    log().warn(
      { messageId: message.id, failure: found.failure.summary },
      "Routee could not be asked about a lost answer",
    );
    return { kind: "unanswered" };
  }
  const candidates = new Map<string, SegmentReport[]>();
  for (const report of found.value)
    if (report.label === label) candidates.set(report.messageId, [...(candidates.get(report.messageId) ?? []), report]);
  // Before it is looked which are others': an answer that is stored between the two would be in neither.
  if (message.label !== null && (await lostTwins(pool(), message)) > 0) return { kind: "not_found" };
  const unclaimed = await withoutOthers(pool(), message.id, [...candidates.keys()]);
  // The sender's own label may stand on several messages; then only a single possibility is proof.
  const [trackingId, ...others] = unclaimed;
  if (trackingId === undefined || others.length > 0) return { kind: "not_found" };
  return { kind: "found", reports: candidates.get(trackingId) ?? [] };
}

/** Of some tracking IDs those that are no other message's. Index messages_tracking. */
async function withoutOthers(sql: Sql, messageId: string, trackingIds: string[]): Promise<string[]> {
  const taken = await sql.query<{ tracking_id: string }>(
    "SELECT tracking_id FROM messages WHERE tracking_id = ANY($1) AND id <> $2",
    [trackingIds, messageId],
  );
  const known = new Set(taken.rows.map((row) => row.tracking_id));
  return trackingIds.filter((id) => !known.has(id));
}

/** How many other messages to the same recipient with the same label wait for the same proof. Index messages_to. */
async function lostTwins(sql: Sql, message: MessageRow): Promise<number> {
  const twins = await sql.query<{ count: string }>(
    `SELECT count(*) FROM messages
     WHERE "to" = $1 AND label = $2 AND app_id = $3 AND id <> $4 AND hand_over IN ('requested', 'lost')`,
    [message.to, message.label, message.app_id, message.id],
  );
  return Number(twins.rows[0]?.count ?? 0);
}

async function settle(message: MessageRow, reports: SegmentReport[]): Promise<void> {
  const receivedAt = new Date().toISOString();
  await transaction(async (sql) => {
    await recordObservations(
      sql,
      reports.map(
        (report): NewEvent => ({
          messageId: message.id,
          source: "tracking",
          receivedAt,
          observation: reportObservation(report),
          payload: report.raw,
        }),
      ),
    );
  });
}
