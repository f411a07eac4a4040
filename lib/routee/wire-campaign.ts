import { z } from "zod";
import { bodyAnalysisSchema, callbackSchema, trackingIdSchema } from "./wire-message";
import { optionalDate, optionalPrice, word } from "./wire-values";

/** Campaigns: several recipients, and the only way to have Routee send at a time. States and types stay open words. */

/** The body of `POST /sms/campaign` and `PUT /sms/{trackingId}`. Without `scheduledDate` it is sent at once. */
export const campaignRequestSchema = z.looseObject({
  /** E.164, at most 30,000. */
  to: z.array(z.string()).optional(),
  contacts: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
  from: z.string(),
  /** `[~label]` stands for a contact's label. */
  body: z.string(),
  /** 2 to 30 Latin letters, digits, spaces and hyphens; once in an account. */
  campaignName: z.string().optional(),
  /** When Routee is to send it, ISO 8601 with a zone. */
  scheduledDate: z.string().optional(),
  flash: z.boolean().optional(),
  respectQuietHours: z.boolean().optional(),
  /** For each message, and for the campaign's progress. */
  callback: callbackSchema.optional(),
  campaignCallback: callbackSchema.optional(),
  fallbackValues: z.record(z.string(), z.string()).optional(),
  ttl: z.number().optional(),
  transcode: z.boolean().optional(),
  /** Leaves invalid numbers out instead of refusing all. */
  allowInvalid: z.boolean().optional(),
});
export type CampaignRequest = z.infer<typeof campaignRequestSchema>;

const counts = z.record(z.string(), z.number()).catch({});

/** What Routee says of a campaign's recipients and text, also the answer of `POST /sms/analyze/campaign`. */
export const campaignAnalysisSchema = z.looseObject({
  numberOfRecipients: z.number().optional().catch(undefined),
  recipientsPerCountry: counts.optional(),
  recipientCountries: z.record(z.string(), z.string()).optional().catch(undefined),
  bodyAnalysis: bodyAnalysisSchema.optional().catch(undefined),
});
export type CampaignAnalysis = z.infer<typeof campaignAnalysisSchema>;

/** A campaign as Routee answers with it. Only the tracking ID is indispensable. */
export const campaignSchema = z.looseObject({
  trackingId: trackingIdSchema,
  campaignName: z.string().optional().catch(undefined),
  state: word.nullish().catch(null),
  createdAt: optionalDate,
  scheduledDate: optionalDate,
  endedAt: optionalDate,
  smsAnalysis: campaignAnalysisSchema.optional().catch(undefined),
  statuses: counts.optional(),
  cost: optionalPrice,
  totalMessages: z.number().optional().catch(undefined),
});

export interface Campaign {
  trackingId: string;
  campaignName: string | null;
  /** Scheduled, Queued, Running, Sent, Finished, Failed, or a word that is new; null when not said. */
  state: string | null;
  /** By Routee's clock; null where not said. */
  createdAt: Date | null;
  scheduledDate: Date | null;
  endedAt: Date | null;
  analysis: CampaignAnalysis | null;
  /** How many messages have each status. */
  statuses: Record<string, number>;
  /** So far, of all messages, decimal text. */
  cost: string | null;
  totalMessages: number | null;
  raw: unknown;
}

/** The campaign of an answer that fits. Pure. */
export function campaignOf(answer: z.infer<typeof campaignSchema>, raw: unknown): Campaign {
  return {
    trackingId: answer.trackingId,
    campaignName: answer.campaignName ?? null,
    state: answer.state ?? null,
    createdAt: answer.createdAt,
    scheduledDate: answer.scheduledDate,
    endedAt: answer.endedAt,
    analysis: answer.smsAnalysis ?? null,
    statuses: answer.statuses ?? {},
    cost: answer.cost,
    totalMessages: answer.totalMessages ?? null,
    raw,
  };
}
