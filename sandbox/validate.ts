import type { Application } from "./applications";
import { invalid, type Reply } from "./exchange";
import {
  asBoolean,
  asCallback,
  asLabel,
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

/** A request to send that passed Routee's checks, with its defaults filled in. */
export interface SendOrder {
  to: string;
  from: string;
  body: string;
  label: string | null;
  flash: boolean;
  /** Minutes. */
  ttl: number | null;
  transcode: boolean;
  callback: Callback | null;
}

export type Validated<T> = { ok: true; order: T } | { ok: false; reply: Reply };

/** Checks the body of `POST /sms`. Pure; which field is at fault stands in `properties`. */
export function validateSend(
  json: unknown,
  { defaultSender, enforceTranscode }: Pick<Application, "defaultSender" | "enforceTranscode">,
  defaultStrategy: Callback["strategy"],
): Validated<SendOrder> {
  const fields = fieldsOf(json) ?? {};
  const problems: Problems = {};
  const to = readRecipient(fields, problems);
  const body = readBody(fields, problems);
  const from = readSender(fields, problems, defaultSender);
  const label = optional(fields, problems, "label", asLabel);
  const flash = optional(fields, problems, "flash", asBoolean);
  const transcode = optional(fields, problems, "transcode", asBoolean);
  const ttl = optional(fields, problems, "ttl", asTtl);
  const callback = optional(fields, problems, "callback", asCallback(defaultStrategy));

  if (Object.keys(problems).length > 0 || to === null) return { ok: false, reply: invalid(problems) };
  const refused = senderRefusal(from);
  if (refused) return { ok: false, reply: refused };
  const order = { to, from, body, label, ttl, callback, flash: flash ?? false };
  return { ok: true, order: { ...order, transcode: transcode ?? enforceTranscode } };
}

/** Checks the body of `POST /sms/analyze`: all three fields are needed, others do not matter. Pure. */
export function validateAnalyze(json: unknown): Validated<{ to: string; body: string }> {
  const fields = fieldsOf(json) ?? {};
  const problems: Problems = {};
  const to = readRecipient(fields, problems);
  const body = readBody(fields, problems);
  const from = readSender(fields, problems, null);
  if (Object.keys(problems).length > 0 || to === null) return { ok: false, reply: invalid(problems) };
  const refused = senderRefusal(from);
  return refused ? { ok: false, reply: refused } : { ok: true, order: { to, body } };
}

function readRecipient(fields: Record<string, unknown>, problems: Problems): string | null {
  const to = readNumber(fields.to);
  if (to === null) problems.to = fields.to == null ? "may not be null" : "Invalid mobile number";
  return to;
}
