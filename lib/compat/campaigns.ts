import { type AcceptedBatch, acceptBatch, RecipientsRefused } from "@/lib/batches/accept-batch";
import { deleteScheduledBatch, type NotChanged, updateScheduledBatch } from "@/lib/batches/change-scheduled";
import { progressOf } from "@/lib/batches/progress";
import { readBatchRow } from "@/lib/batches/read-batch";
import { countMessages } from "@/lib/batches/store";
import type { Sender } from "@/lib/messages/sender";
import { pool } from "@/lib/platform/database";
import type { StoredAnswer } from "@/lib/platform/idempotency";
import { Problem } from "@/lib/platform/problem";
import { type CampaignView, campaignAnswer } from "./campaign-answer";
import { noEffectiveRecipients, readCampaign } from "./read-campaign";
import { CODES, coded, invalid, notFound, type Refusal } from "./refusal";
import { costOfBatch } from "./store";

/** Routee's campaigns, which are batches here. */

/**
 * The answer of `POST /sms/campaign`: stored, with all its recipients, before it is given.
 * @throws {Refusal} @throws {Problem} as acceptBatch.
 */
export async function sendCampaign(
  appId: string,
  json: unknown,
  by: { sender: Sender; idempotencyKey: string | null },
): Promise<StoredAnswer> {
  const answer = {
    name: "campaign",
    of: (batch: AcceptedBatch) => ({ status: 200, body: JSON.stringify(fresh(batch)) }),
  };
  const asked = readCampaign(json, appId);
  return inRouteesWords(asked, () => acceptBatch({ ...asked, ...by, answer }));
}

/** The answer of `PUT /sms/{trackingId}`. @throws {Refusal} 404009001, or 400009002 once it has begun. */
export async function changeCampaign(appId: string, trackingId: string, json: unknown, sender: Sender) {
  const acceptance = { ...readCampaign(json, appId), sender, idempotencyKey: null };
  await requireCampaign(appId, trackingId);
  const changed = await inRouteesWords(acceptance, () => updateScheduledBatch(trackingId, acceptance));
  if (typeof changed === "string") throw notChanged(changed, trackingId);
  return fresh(changed);
}

/** Takes a campaign back before it begins. @throws {Refusal} 404009001, or 400009002 once it has begun. */
export async function deleteCampaign(appId: string, trackingId: string): Promise<void> {
  await requireCampaign(appId, trackingId);
  const outcome = await deleteScheduledBatch(trackingId, appId);
  if (outcome !== "deleted") throw notChanged(outcome, trackingId);
}

/** The answer of `GET /campaigns/{trackingId}`. @throws {Refusal} 404009001 */
export async function readCampaignAnswer(appId: string, trackingId: string) {
  const row = await requireCampaign(appId, trackingId);
  const counts = await countMessages(pool(), row);
  const standing = { state: row.state, accepted: row.accepted, scheduledAt: row.scheduled_at };
  return campaignAnswer(
    {
      ...row,
      asked: row.asked as CampaignView["asked"],
      created_at: row.created_at.toISOString(),
      scheduled_at: row.scheduled_at?.toISOString() ?? null,
      finished_at: row.finished_at?.toISOString() ?? null,
    },
    progressOf(standing, counts, new Date()),
    await costOfBatch(row.id),
  );
}

/** An app's campaign. @throws {Refusal} 404009001, also for another app's, and for a batch that is none. */
export async function requireCampaign(appId: string, trackingId: string) {
  const row = await readBatchRow(trackingId);
  if (row?.app_id !== appId || row.kind !== "campaign") throw notFound("campaign", trackingId);
  return row;
}

/** A campaign of which nothing has been sent yet. */
function fresh(batch: AcceptedBatch) {
  const waits = batch.state === "scheduled" ? "Scheduled" : "Accepted";
  const view = { ...batch, asked: batch.asked as CampaignView["asked"], finished_at: null };
  return campaignAnswer(view, { [waits]: batch.accepted }, 0);
}

async function inRouteesWords<Result>(
  { campaign }: ReturnType<typeof readCampaign>,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RecipientsRefused) {
      const numbers = error.rejected.slice(0, 100).map(({ to }) => to);
      throw campaign.allOrNothing && error.rejected.every(({ code }) => code === "invalid_number")
        ? invalid({ to: `Invalid mobile numbers: ${numbers.join(", ")}` }, "SmsCampaign")
        : noEffectiveRecipients();
    }
    if (error instanceof Problem && error.errors?.some(({ code }) => code === "name_taken"))
      throw coded(CODES.nameTaken, "The campaign's name is used in this application already", {
        entity: "campaign",
        property: "campaignName",
      });
    throw error;
  }
}

function notChanged(why: NotChanged, trackingId: string): Refusal {
  if (why === "not_found") return notFound("campaign", trackingId);
  return coded(CODES.notScheduled, "The campaign is not in Scheduled state", { entity: "campaign", property: "state" });
}
