import { z } from "zod";
import { callbackSchema, FINAL, type Message, statusOf } from "./message";

export const CAMPAIGN_STATES = ["Scheduled", "Queued", "Running", "Sent", "Finished", "Failed"] as const;

/** What a campaign was ordered to do. */
export const campaignOrderSchema = z.object({
  name: z.string().nullable(),
  to: z.array(z.string()),
  from: z.string(),
  body: z.string(),
  fallbackValues: z.record(z.string(), z.string()),
  flash: z.boolean(),
  /** Minutes. */
  ttl: z.number().nullable(),
  transcode: z.boolean(),
  respectQuietHours: z.boolean(),
  /** For each message, and for the campaign as a whole. */
  callback: callbackSchema.nullable(),
  campaignCallback: callbackSchema.nullable(),
  /** Epoch milliseconds; null sends at once. */
  scheduledAt: z.number().nullable(),
});
export type CampaignOrder = z.infer<typeof campaignOrderSchema>;

/** One report of a campaign's progress that is posted. */
export const progressReportSchema = z.object({
  at: z.number(),
  state: z.enum(CAMPAIGN_STATES),
  statuses: z.record(z.string(), z.number()),
});
export type ProgressReport = z.infer<typeof progressReportSchema>;

/** A campaign that the sandbox took. Times are epoch milliseconds. */
export const campaignSchema = z.object({
  trackingId: z.string(),
  applicationId: z.string(),
  order: campaignOrderSchema,
  state: z.enum(CAMPAIGN_STATES),
  createdAt: z.number(),
  /** When its messages begin to go out. */
  dueAt: z.number(),
  endedAt: z.number().nullable(),
  /** How many messages were kept back for quiet hours, by country. */
  quietHours: z.record(z.string(), z.number()),
  reports: z.array(progressReportSchema),
});
export type Campaign = z.infer<typeof campaignSchema>;

/** What changes while a campaign runs. */
export const campaignChangeSchema = campaignSchema.pick({ state: true, endedAt: true, quietHours: true }).partial();
export type CampaignChange = z.infer<typeof campaignChangeSchema>;

/** How many messages of a campaign stand where. */
export type Statuses = Record<string, number>;

export function noStatuses(): Statuses {
  return { Queued: 0, Sent: 0, Unsent: 0, Failed: 0, Delivered: 0, Undelivered: 0 };
}

/** The body for a recipient of whom nothing is known but the number: placeholders become their fallback values. Pure. */
export function filledBody({ body, fallbackValues }: Pick<CampaignOrder, "body" | "fallbackValues">): string {
  return body.replace(/\[~([^\]]+)\]/g, (_, label: string) => fallbackValues[label] ?? "");
}

/** Pure. */
export function countStatuses(messages: Iterable<Message>): Statuses {
  const counts = noStatuses();
  for (const message of messages) {
    const status = statusOf(message);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Whether nothing more will happen to the messages of a campaign. Pure. */
export const isSettled = (statuses: Statuses, total: number) =>
  FINAL.reduce((sum, status) => sum + (statuses[status] ?? 0), 0) === total;

/** OnChange tells a campaign's progress each time a fifth of its messages stands elsewhere. */
const SHIFT = 0.2;

/** Whether so much has changed since the last report that another one is due. Pure. */
export function isShifted(before: Statuses, now: Statuses, total: number): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  let moved = 0;
  for (const name of names) moved += Math.max(0, (now[name] ?? 0) - (before[name] ?? 0));
  return moved > 0 && moved >= total * SHIFT;
}
