import { z } from "zod";
import { CALLBACK_STRATEGIES } from "@/lib/apps/callback-contract";
import { type Message, type SendMessage, sendMessageSchema } from "@/lib/messages/contract";
import { type FieldError, fieldErrors } from "@/lib/platform/problem";
import { type CountryCode, parseRecipient } from "@/lib/sms/phone";

/** The compose form as it is typed: everything is text. */
export const formValuesSchema = z.object({
  appId: z.string(),
  country: z.string(),
  to: z.string(),
  from: z.string(),
  body: z.string(),
  callbackUrl: z.string(),
  callbackStrategy: z.enum(CALLBACK_STRATEGIES),
  label: z.string(),
  /** Minutes. */
  ttl: z.string(),
  flash: z.boolean(),
  /** Null: as the app says. */
  transcode: z.boolean().nullable(),
  /** A day and time by the reader's clock, as the browser's own field writes it; empty for now. */
  scheduledAt: z.string(),
});
export type FormValues = z.infer<typeof formValuesSchema>;

export type Composed = { ok: true; message: SendMessage } | { ok: false; errors: readonly FieldError[] };

/** A form with nothing in it. */
export function emptyForm(appId: string, country: string): FormValues {
  return {
    appId,
    country,
    to: "",
    from: "",
    body: "",
    callbackUrl: "",
    callbackStrategy: "OnChange",
    label: "",
    ttl: "",
    flash: false,
    transcode: null,
    scheduledAt: "",
  };
}

/** A form that holds an earlier message, to send it again. Its time is not kept. Pure. */
export function formOf(message: Message, country: string): FormValues {
  return {
    ...emptyForm(message.appId, country),
    to: message.to,
    from: message.from ?? "",
    body: message.body,
    callbackUrl: message.callback?.url ?? "",
    callbackStrategy: message.callback?.strategy ?? "OnChange",
    label: message.label ?? "",
    ttl: message.ttl === null ? "" : String(message.ttl),
    flash: message.flash,
    transcode: message.transcode,
  };
}

/**
 * The message that the form stands for, or what is wrong with it by the paths of the message. The recipient is read
 * with the chosen country, and the rule that it breaks is named more exactly than the schema could. Pure.
 */
export function composed(values: FormValues): Composed {
  const recipient = parseRecipient(values.to, values.country as CountryCode);
  const parsed = sendMessageSchema.safeParse({
    appId: values.appId,
    to: recipient.ok ? recipient.e164 : values.to,
    body: values.body,
    ...(values.from.trim() === "" ? {} : { from: values.from }),
    ...(values.callbackUrl.trim() === ""
      ? {}
      : { callback: { url: values.callbackUrl, strategy: values.callbackStrategy } }),
    ...(values.label === "" ? {} : { label: values.label }),
    ...(values.ttl.trim() === "" ? {} : { ttl: wholeNumber(values.ttl) }),
    ...(values.flash ? { flash: true } : {}),
    ...(values.transcode === null ? {} : { transcode: values.transcode }),
    ...(values.scheduledAt === "" ? {} : { scheduledAt: instant(values.scheduledAt) }),
  });
  const errors = parsed.success ? [] : fieldErrors(parsed.error).filter(({ path }) => recipient.ok || path !== "to");
  const wrong = recipient.ok ? errors : [{ path: "to", code: recipient.code, message: recipient.message }, ...errors];
  if (!parsed.success || wrong.length > 0) return { ok: false, errors: wrong };
  return { ok: true, message: parsed.data };
}

/** The number that was typed; the text itself, which the schema refuses, when it is none. */
function wholeNumber(text: string): number | string {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : text;
}

/** The instant that a local day and time mean here; the text itself when they mean none. */
function instant(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}
