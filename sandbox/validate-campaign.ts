import { readDate } from "@/lib/routee/wire";
import type { Application } from "./applications";
import type { CampaignOrder } from "./campaign";
import { CODES, invalid, NO_RECIPIENTS, refusal } from "./exchange";
import {
  asBoolean,
  asCallback,
  asTtl,
  fieldsOf,
  optional,
  type Problems,
  readBody,
  readNumber,
  readSender,
  senderRefusal,
} from "./fields";
import type { Callback } from "./message";
import type { Validated } from "./validate";

/** Checks the bodies of campaigns. Pure. */

const MAX_RECIPIENTS = 30_000;
const NAME = /^[A-Za-z0-9 -]{2,30}$/;
/** What Routee offers and the sandbox does not. */
const NOT_OFFERED = ["contacts", "groups", "reminder", "urlShortener"];

/** The body of `POST /sms/campaign` and of `PUT /sms/{trackingId}`. */
export function validateCampaign(
  json: unknown,
  { defaultSender, enforceTranscode }: Pick<Application, "defaultSender" | "enforceTranscode">,
  defaultStrategy: Callback["strategy"],
): Validated<CampaignOrder> {
  const fields = fieldsOf(json) ?? {};
  const problems: Problems = {};
  const body = readBody(fields, problems);
  const from = readSender(fields, problems, defaultSender);
  const name = optional(fields, problems, "campaignName", asName);
  const scheduledAt = optional(fields, problems, "scheduledDate", asTime);
  const flash = optional(fields, problems, "flash", asBoolean);
  const ttl = optional(fields, problems, "ttl", asTtl);
  const transcode = optional(fields, problems, "transcode", asBoolean);
  const respectQuietHours = optional(fields, problems, "respectQuietHours", asBoolean);
  const callback = optional(fields, problems, "callback", asCallback(defaultStrategy));
  const campaignCallback = optional(fields, problems, "campaignCallback", asCallback(defaultStrategy));
  const fallbackValues = optional(fields, problems, "fallbackValues", asTexts);
  const recipients = readRecipients(fields, problems);
  if (!recipients.ok) return recipients;
  const refused = senderRefusal(from);
  if (refused) return { ok: false, reply: refused };
  return {
    ok: true,
    order: {
      name,
      to: recipients.order,
      from,
      body,
      fallbackValues: fallbackValues ?? {},
      flash: flash ?? false,
      ttl,
      transcode: transcode ?? enforceTranscode,
      respectQuietHours: respectQuietHours ?? false,
      callback,
      campaignCallback,
      scheduledAt,
    },
  };
}

/** The body of `POST /sms/analyze/campaign`. */
export function validateCampaignAnalysis(json: unknown): Validated<Pick<CampaignOrder, "to" | "body">> {
  const fields = fieldsOf(json) ?? {};
  const problems: Problems = {};
  const body = readBody(fields, problems);
  const from = readSender(fields, problems, null);
  const recipients = readRecipients(fields, problems);
  if (!recipients.ok) return recipients;
  const refused = senderRefusal(from);
  return refused ? { ok: false, reply: refused } : { ok: true, order: { to: recipients.order, body } };
}

/** The good numbers, each once; refused with every problem of the request, this one's and those found before. */
function readRecipients(fields: Record<string, unknown>, problems: Problems): Validated<string[]> {
  for (const name of NOT_OFFERED)
    if (isGiven(fields[name])) problems[name] = "not offered by the sandbox: name the numbers in to";
  const given: unknown[] = Array.isArray(fields.to) ? fields.to : [];
  const wrong = given.filter((one) => readNumber(one) === null);
  if (isGiven(fields.to) && !Array.isArray(fields.to)) problems.to = "must be a list of numbers";
  else if (given.length > MAX_RECIPIENTS) problems.to = `at most ${MAX_RECIPIENTS} numbers`;
  else if (wrong.length > 0 && fields.allowInvalid !== true)
    problems.to = `Invalid mobile numbers: ${wrong.map(String).join(", ")}`;
  optional(fields, problems, "allowInvalid", asBoolean);
  if (Object.keys(problems).length > 0) return { ok: false, reply: invalid(problems, "SmsCampaign") };
  if (given.length === 0) return { ok: false, reply: NO_RECIPIENTS };
  const good = new Set(given.map(readNumber).filter((number) => number !== null));
  return good.size > 0
    ? { ok: true, order: [...good] }
    : { ok: false, reply: refusal(CODES.noRecipients, "The campaign has no effective recipients") };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

const asName = (value: unknown) => (typeof value === "string" && NAME.test(value) ? value : undefined);

/** ISO 8601, or seconds since 1970 as in 2016. @returns epoch milliseconds. */
function asTime(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value > 0 ? value * 1_000 : undefined;
  return readDate(value)?.getTime();
}

function asTexts(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(fieldsOf(value) ?? { not: 0 });
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return texts.length === entries.length ? Object.fromEntries(texts) : undefined;
}
