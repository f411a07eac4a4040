import { CALLBACK_STRATEGIES } from "@/lib/routee/wire";
import { senderIdProblem } from "@/lib/sms/sender-id";
import { invalid } from "./bodies";

/** A request to send that passed Routee's checks, with its defaults filled in. */
export interface SendOrder {
  to: string;
  from: string;
  body: string;
  label: string | null;
  flash: boolean;
  ttl: number | null;
  transcode: boolean;
  callback: { url: string; strategy: (typeof CALLBACK_STRATEGIES)[number] } | null;
}

export type Validated = { ok: true; order: SendOrder } | { ok: false; body: Record<string, unknown> };

const LIMITS = { body: 1600, label: 350, ttl: 4320 };

/** Routee's refusal of a sender ID. */
export const INVALID_SENDER = {
  code: "400005000",
  developerMessage: "SMS contains invalid data",
  errors: [{ errorCode: "002", developerMessage: "The sender id is invalid" }],
};

/** Checks the body of `POST /sms`. Pure; which field is at fault stands in `properties`. */
export function validateSend(json: unknown): Validated {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return { ok: false, body: invalid({ to: "may not be null", body: "may not be null", from: "may not be null" }) };
  const fields: Record<string, unknown> = { ...json };
  const problems: Record<string, string> = {};

  const to = readRecipient(fields.to);
  if (to === null) problems.to = fields.to == null ? "may not be null" : "Invalid mobile number";
  const body = typeof fields.body === "string" ? fields.body : "";
  if (body === "") problems.body = "may not be empty";
  else if ([...body].length > LIMITS.body) problems.body = `at most ${LIMITS.body} characters`;
  const from = typeof fields.from === "string" ? fields.from : "";
  if (from === "") problems.from = "may not be empty";

  const label = optional(fields.label, problems, "label", (value) =>
    typeof value === "string" && value.length <= LIMITS.label ? value : undefined,
  );
  const flash = optional(fields.flash, problems, "flash", asBoolean);
  const transcode = optional(fields.transcode, problems, "transcode", asBoolean);
  const ttl = optional(fields.ttl, problems, "ttl", (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LIMITS.ttl ? value : undefined,
  );
  const callback = optional(fields.callback, problems, "callback", readCallback);

  if (Object.keys(problems).length > 0 || to === null) return { ok: false, body: invalid(problems) };
  if (senderIdProblem(from) !== null) return { ok: false, body: INVALID_SENDER };
  return {
    ok: true,
    order: { to, from, body, label, flash: flash ?? false, ttl, transcode: transcode ?? false, callback },
  };
}

const asBoolean = (value: unknown) => (typeof value === "boolean" ? value : undefined);

/** Null when the field is not given; a problem is noted when `read` gives nothing. */
function optional<T>(
  value: unknown,
  problems: Record<string, string>,
  name: string,
  read: (value: unknown) => T | undefined,
): T | null {
  if (value === undefined || value === null) return null;
  const good = read(value);
  if (good === undefined) problems[name] = `invalid value for ${name}`;
  return good ?? null;
}

/** E.164; a number with country code but without `+` is taken as if it had one, as captured. */
function readRecipient(value: unknown): string | null {
  if (typeof value !== "string" || !/^\+?[1-9]\d{6,14}$/.test(value)) return null;
  return value.startsWith("+") ? value : `+${value}`;
}

function readCallback(value: unknown): NonNullable<SendOrder["callback"]> | undefined {
  if (typeof value !== "object" || value === null || !("url" in value) || typeof value.url !== "string")
    return undefined;
  if (!URL.canParse(value.url) || !/^https?:$/.test(new URL(value.url).protocol)) return undefined;
  const asked = "strategy" in value && value.strategy !== undefined ? value.strategy : "OnChange";
  const strategy = CALLBACK_STRATEGIES.find((name) => name === asked);
  return strategy && { url: value.url, strategy };
}
