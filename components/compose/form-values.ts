import { z } from "zod";
import { CALLBACK_STRATEGIES } from "@/lib/apps/callback-contract";
import { type SendMessage, sendMessageSchema } from "@/lib/messages/contract";
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
});
export type FormValues = z.infer<typeof formValuesSchema>;

export type Composed = { ok: true; message: SendMessage } | { ok: false; errors: readonly FieldError[] };

/** A form with nothing in it. */
export function emptyForm(appId: string, country: string): FormValues {
  return { appId, country, to: "", from: "", body: "", callbackUrl: "", callbackStrategy: "OnChange" };
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
  });
  const errors = parsed.success ? [] : fieldErrors(parsed.error).filter(({ path }) => recipient.ok || path !== "to");
  const wrong = recipient.ok ? errors : [{ path: "to", code: recipient.code, message: recipient.message }, ...errors];
  if (!parsed.success || wrong.length > 0) return { ok: false, errors: wrong };
  return { ok: true, message: parsed.data };
}
