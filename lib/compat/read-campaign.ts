import type { BatchAcceptance } from "@/lib/batches/accept-batch";
import { readDate } from "@/lib/routee/wire-values";
import { asBoolean, asCallback, asRecipient, type Fields, fieldsOf, refuseNotOffered } from "./fields";
import { knownFields, readSend } from "./read-send";
import { CODES, coded, invalid, invalidContent, type Refusal } from "./refusal";

/** What a campaign is asked with, kept as it came so that it can be shown again. */
export interface AskedCampaign {
  to: string[];
  respectQuietHours: false;
  /** Whether the text is to be transcoded, where that was said. */
  transcode: boolean | null;
}

type Campaign = Pick<BatchAcceptance, "batch"> & { campaign: NonNullable<BatchAcceptance["campaign"]> };

const ENTITY = "SmsCampaign";
const MAX_RECIPIENTS = 30_000;
/** Stands in for the recipient while the other fields are read. */
const ANYBODY = "+306900000001";

/**
 * The body of `POST /sms/campaign` and `PUT /sms/{trackingId}` as a batch of ours (Routee's "send bulk messages").
 * Numbers that come twice get one message. Pure.
 * @throws {Refusal} with Routee's codes.
 */
export function readCampaign(json: unknown, appId: string): Campaign {
  const fields = fieldsOf(json);
  refuseNotOffered(fields, ENTITY);
  const { to: _, ...message } = readSend({ ...knownFields(fields), to: ANYBODY }, appId);
  const progress = progressOf(fields, appId);
  const problems: Record<string, string> = {};
  const name = fields.campaignName;
  if (name !== undefined && !(typeof name === "string" && /^[A-Za-z0-9 -]{2,30}$/.test(name)))
    problems.campaignName = "2 to 30 Latin letters, digits, spaces and hyphens.";
  if (asBoolean(fields.respectQuietHours) === true)
    problems.respectQuietHours = "Tidings keeps the quiet hours of the app, not of each country: set them there.";
  const scheduledAt = timeOf(fields.scheduledDate);
  if (fields.scheduledDate !== undefined && scheduledAt === null)
    problems.scheduledDate = "An ISO 8601 time with its zone.";
  if (Object.keys(problems).length > 0) throw invalid(problems, ENTITY);
  const to = recipientsOf(fields);
  const asked: AskedCampaign = { to, respectQuietHours: false, transcode: message.transcode ?? null };
  return {
    batch: {
      ...message,
      recipients: to.map((number) => ({ to: number })),
      ...(typeof name === "string" ? { name } : {}),
      ...(scheduledAt === null ? {} : { scheduledAt }),
    },
    campaign: {
      progress,
      fallback: fallbackOf(fields),
      asked,
      allOrNothing: asBoolean(fields.allowInvalid) !== true,
    },
  };
}

/** The body of `POST /sms/analyze/campaign`. Pure. @throws {Refusal} */
export function readCampaignText(json: unknown, appId: string): { to: string[]; body: string } {
  const fields = fieldsOf(json);
  refuseNotOffered(fields, ENTITY);
  const { body } = readSend({ ...knownFields(fields), to: ANYBODY }, appId);
  return { to: recipientsOf(fields), body };
}

/** The numbers, each once, as they came where they are none. */
function recipientsOf(fields: Fields): string[] {
  const { to } = fields;
  if (to !== undefined && !Array.isArray(to)) throw invalid({ to: "A list of numbers." }, ENTITY);
  const given: unknown[] = Array.isArray(to) ? to : [];
  if (given.length === 0) throw invalidContent("004", "No recipients are set for the sms");
  if (given.length > MAX_RECIPIENTS) throw invalid({ to: "At most 30,000 numbers." }, ENTITY);
  return [...new Set(given.map(toldOf))];
}

/** A number, or what stands in its place, to be told back. */
function toldOf(one: unknown): string {
  const read = asRecipient(one);
  return typeof read === "string" ? read : JSON.stringify(read);
}

function progressOf(fields: Fields, appId: string): Campaign["campaign"]["progress"] {
  if (fields.campaignCallback === undefined) return null;
  const callback = asCallback(fields.campaignCallback);
  return readSend({ to: ANYBODY, body: "x", callback }, appId).callback ?? null;
}

/** ISO 8601, or seconds since 1970 as in 2016. */
function timeOf(value: unknown): string | null {
  const date = typeof value === "number" ? new Date(value * 1_000) : readDate(value);
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function fallbackOf({ fallbackValues }: Fields): Record<string, string> {
  if (fallbackValues === undefined) return {};
  const entries = Object.entries(fieldsOf(fallbackValues));
  if (entries.every((entry): entry is [string, string] => typeof entry[1] === "string"))
    return Object.fromEntries(entries);
  throw invalid({ fallbackValues: "A text for each label." }, ENTITY);
}

/** What Routee answers when none of the numbers can be used. */
export function noEffectiveRecipients(): Refusal {
  return coded(CODES.noRecipients, "The campaign has no effective recipients");
}
