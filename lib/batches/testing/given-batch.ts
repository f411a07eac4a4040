import { transaction } from "@/lib/platform/database";
import { acceptBatch, type CampaignOptions } from "../accept-batch";
import { type BatchAccepted, batchAcceptedSchema, sendBatchSchema } from "../contract";
import { releaseFor } from "../release";

type Owner = { accountId: string; appId: string };

/** So many numbers, all different. */
export const numbers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ to: `+3069${String(10_000_000 + at)}` }));

/** An accepted batch. */
export async function givenBatch(
  { accountId, appId }: Owner,
  fields: { recipients?: unknown[]; [name: string]: unknown } = {},
  campaign?: Partial<CampaignOptions>,
): Promise<BatchAccepted> {
  const batch = sendBatchSchema.parse({ appId, body: "Table ready", recipients: numbers(10), ...fields });
  const answer = await acceptBatch({
    batch,
    sender: { accountId },
    idempotencyKey: null,
    ...(campaign ? { campaign: { progress: null, fallback: {}, asked: {}, allOrNothing: false, ...campaign } } : {}),
  });
  return batchAcceptedSchema.parse(JSON.parse(answer.body));
}

/** Releases of an app what there is room for, in one turn. */
export const release = (appId: string, turn?: number) => transaction((sql) => releaseFor(sql, appId, turn));
