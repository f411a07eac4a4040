import { providerAccess } from "@/lib/apps/credentials";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { addJob } from "@/lib/platform/queue";
import type { SegmentReport } from "@/lib/routee/wire";
import { unresolvedEvent } from "./hand-over-events";
import { RESOLVE_LOST, resolveLostKey, searchDelay } from "./hand-over-job";
import { providerClient } from "./provider-client";
import { type NewEvent, recordObservations } from "./record-observations";
import { type MessageRow, readMessageRow } from "./store";

/** Routee's clock and ours may differ by so much. */
const CLOCK_SLACK_MS = 5 * 60_000;

/**
 * Asks Routee's tracking for a message whose answer was lost. Found, it goes on from what Routee says; not found, it
 * is asked again later, and after the last time the message ends as `Unknown`, which a late receipt still corrects.
 * @param search how many searches were made before this one.
 */
export async function resolveLost(messageId: string, search: number): Promise<void> {
  const message = await readMessageRow(pool(), messageId);
  if (message?.hand_over !== "lost") return;
  const reports = await find(message);
  if (reports) return settle(message, reports);
  const delayMs = searchDelay(search + 1);
  await transaction(async (sql) => {
    if (delayMs === null) {
      await recordObservations(sql, [unresolvedEvent(message.id, new Date())]);
      await sql.query("UPDATE messages SET hand_over = 'settled' WHERE id = $1 AND hand_over = 'lost'", [message.id]);
    } else {
      await addJob(sql, RESOLVE_LOST, { messageId, search: search + 1 }, { key: resolveLostKey(messageId), delayMs });
    }
  });
}

/** The reports of the one message at Routee that can be ours, or null. */
async function find(message: MessageRow): Promise<SegmentReport[] | null> {
  const access = await providerAccess(message.app_id);
  if (!access || !message.requested_at) return null;
  const label = message.label ?? message.id;
  const found = await providerClient(access).searchTracking(access.credentials, {
    from: new Date(message.requested_at.getTime() - CLOCK_SLACK_MS),
    until: new Date(Date.now() + CLOCK_SLACK_MS),
    filters: [
      { fieldName: "to", searchTerm: message.to },
      { fieldName: "label", searchTerm: label },
    ],
  });
  if (!found.ok) {
    log().warn(
      { messageId: message.id, kind: found.failure.kind, why: found.failure.message },
      "Routee could not be asked about a lost answer",
    );
    return null;
  }
  const candidates = new Map<string, SegmentReport[]>();
  for (const report of found.value)
    if (report.label === label) candidates.set(report.messageId, [...(candidates.get(report.messageId) ?? []), report]);
  const unclaimed = await withoutOthers(pool(), message.id, [...candidates.keys()]);
  // The sender's own label may stand on several messages; then only a single possibility is proof.
  const [trackingId, ...others] = unclaimed;
  if (trackingId === undefined || others.length > 0) return null;
  if (message.label !== null && (await lostTwins(pool(), message)) > 0) return null;
  return candidates.get(trackingId) ?? null;
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
          observation: {
            origin: "report",
            status: report.status,
            at: report.updatedDate.toISOString(),
            segment: report.part,
            parts: report.parts,
            reason: report.reason,
            smsId: report.smsId,
            price: report.price,
            trackingId: report.messageId,
            country: report.country,
            operator: report.operator,
            latency: report.latency,
          },
          payload: report.raw,
        }),
      ),
    );
  });
}
