import { z } from "zod";
import { bodyAnalysisSchema, CALLBACK_STRATEGIES, readDate } from "./wire";

/** Campaigns: several recipients, and the only way to have Routee send at a time. States and types stay open words. */

const callback = z.looseObject({ url: z.string(), strategy: z.enum(CALLBACK_STRATEGIES).optional() });

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
  /** ISO 8601. */
  scheduledDate: z.string().optional(),
  flash: z.boolean().optional(),
  respectQuietHours: z.boolean().optional(),
  callback: callback.optional(),
  campaignCallback: callback.optional(),
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
  trackingId: z.string().min(1),
  campaignName: z.string().optional().catch(undefined),
  /** Scheduled, Queued, Running, Sent, Finished, Failed, or a word that is new. */
  state: z.string().default("Queued"),
  createdAt: z
    .unknown()
    .optional()
    .transform((value) => readDate(value)),
  scheduledDate: z
    .unknown()
    .optional()
    .transform((value) => readDate(value)),
  smsAnalysis: campaignAnalysisSchema.optional().catch(undefined),
  /** How many messages have each status. */
  statuses: counts.optional(),
  totalMessages: z.number().optional().catch(undefined),
});

export interface Campaign {
  trackingId: string;
  campaignName: string | null;
  state: string;
  createdAt: Date | null;
  scheduledDate: Date | null;
  analysis: CampaignAnalysis | null;
  statuses: Record<string, number>;
  totalMessages: number | null;
  raw: unknown;
}

/** The campaign of an answer that fits. Pure. */
export function campaignOf(answer: z.infer<typeof campaignSchema>, raw: unknown): Campaign {
  return {
    trackingId: answer.trackingId,
    campaignName: answer.campaignName ?? null,
    state: answer.state,
    createdAt: answer.createdAt,
    scheduledDate: answer.scheduledDate,
    analysis: answer.smsAnalysis ?? null,
    statuses: answer.statuses ?? {},
    totalMessages: answer.totalMessages ?? null,
    raw,
  };
}
