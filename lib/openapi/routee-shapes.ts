import { z } from "zod";

/** The answers of the addresses that are Routee's (lib/compat), as its pages have them. Fields that do not apply are left out. */

const callback = z.object({ url: z.string(), strategy: z.enum(["OnChange", "OnCompletion"]) });

export const bodyAnalysisSchema = z.object({
  parts: z.number(),
  unicode: z.boolean(),
  characters: z.number(),
  unsupportedGSMCharacters: z.array(z.string()).optional(),
  transcode: z.object({ message: z.string(), parts: z.number() }).optional(),
});

export const tokenRequestSchema = z.object({
  grant_type: z.literal("client_credentials"),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

export const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.number(),
  scope: z.string(),
  permissions: z.array(z.string()),
});

export const smsAnswerSchema = z.object({
  trackingId: z.string(),
  status: z.literal("Queued"),
  createdAt: z.string(),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  bodyAnalysis: bodyAnalysisSchema,
  flash: z.boolean(),
  callback: callback.optional(),
  label: z.string().optional(),
  ttl: z.number().optional(),
});

export const smsAnalysisSchema = z.object({ cost: z.number().optional(), bodyAnalysis: bodyAnalysisSchema });

export const trackingItemSchema = z.object({
  smsId: z.string().optional(),
  messageId: z.string(),
  campaignTrackingId: z.string().optional(),
  campaignName: z.string().optional(),
  to: z.string(),
  groups: z.array(z.string()),
  country: z.string().optional(),
  operator: z.string().optional(),
  status: z.object({
    status: z.string(),
    date: z.string(),
    reason: z.object({ detailedStatus: z.string(), description: z.string() }).optional(),
  }),
  body: z.string(),
  applicationName: z.string(),
  originatingService: z.string(),
  latency: z.number(),
  parts: z.number(),
  part: z.number(),
  price: z.number().optional(),
  from: z.string(),
  direction: z.string(),
  label: z.string().optional(),
});
export const trackingListSchema = z.array(trackingItemSchema);

export const trackingPageSchema = z.object({
  content: z.array(trackingItemSchema),
  totalPages: z.number(),
  totalElements: z.number(),
  last: z.boolean(),
  numberOfElements: z.number(),
  first: z.boolean(),
  size: z.number(),
  number: z.number(),
});

export const campaignAnalysisSchema = z.object({
  numberOfRecipients: z.number(),
  recipientsPerCountry: z.record(z.string(), z.number()),
  recipientCountries: z.record(z.string(), z.string()),
  contacts: z.object({}),
  recipientsPerGroup: z.object({}),
  totalInGroups: z.number(),
  bodyAnalysis: bodyAnalysisSchema,
});

export const campaignSchema = z.object({
  trackingId: z.string(),
  campaignName: z.string().optional(),
  type: z.literal("Sms"),
  state: z.enum(["Scheduled", "Queued", "Running", "Sent", "Finished"]),
  createdAt: z.string(),
  endedAt: z.string().optional(),
  respectQuietHours: z.boolean(),
  scheduledDate: z.string().optional(),
  from: z.string(),
  to: z.array(z.string()),
  body: z.string(),
  smsAnalysis: campaignAnalysisSchema,
  flash: z.boolean(),
  ttl: z.number().optional(),
  fallbackValues: z.record(z.string(), z.string()).optional(),
  statuses: z.record(z.string(), z.number()),
  callback: callback.optional(),
  campaignCallback: callback.optional(),
  cost: z.number(),
  totalMessages: z.number(),
});

/** As Routee itself gives them. */
export const balanceSchema = z.looseObject({ balance: z.number() });
export const pricesSchema = z.looseObject({ sms: z.array(z.unknown()) });

/** Routee's three shapes of an error in one: its own, OAuth's, and that of the framework behind it. */
export const errorSchema = z.object({
  code: z.string().optional(),
  developerMessage: z.string().optional(),
  entity: z.string().optional(),
  properties: z.record(z.string(), z.string()).optional(),
  property: z.string().optional(),
  value: z.string().optional(),
  errors: z.array(z.object({ errorCode: z.string(), developerMessage: z.string() })).optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
  timestamp: z.string().optional(),
  status: z.number().optional(),
  message: z.string().optional(),
  path: z.string().optional(),
});
