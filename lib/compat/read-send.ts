import { type SendMessage, sendMessageSchema } from "@/lib/messages/contract";
import { fieldErrors } from "@/lib/platform/problem";
import { senderIdProblem } from "@/lib/sms/sender-id";
import {
  asBoolean,
  asCallback,
  asNumber,
  asRecipient,
  asText,
  type Fields,
  fieldsOf,
  refuseNotOffered,
} from "./fields";
import { invalid, invalidContent } from "./refusal";

const READERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  to: asRecipient,
  body: asText,
  from: asText,
  label: asText,
  flash: asBoolean,
  ttl: asNumber,
  transcode: asBoolean,
  callback: asCallback,
};

/** The fields that sending knows, each read as Routee reads it. */
export function knownFields(fields: Fields): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(READERS)) if (name in fields) known[name] = read(fields[name]);
  return known;
}

/**
 * The body of `POST /sms` as our own message (Routee's "send a single SMS"). Pure.
 * @throws {Refusal} with Routee's codes: 400005000 for a sender ID, 400000000 for any other field.
 */
export function readSend(json: unknown, appId: string): SendMessage {
  const fields = fieldsOf(json);
  refuseNotOffered(fields);
  const known = knownFields(fields);
  // An empty sender is as good as none: the application's default one is used.
  if (known.from === "") delete known.from;
  const parsed = sendMessageSchema.safeParse({ ...known, appId });
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  if (typeof known.from === "string" && errors.every(({ path }) => path === "from"))
    throw invalidContent("002", `The sender id is invalid. ${senderIdProblem(known.from) ?? ""}`.trim());
  throw invalid(propertiesOf(errors));
}

/** Routee's properties: each field at fault, and why. Of a number it says nothing else than this. */
export function propertiesOf(errors: readonly { path: string; message: string }[]): Record<string, string> {
  return Object.fromEntries(
    errors.map(({ path, message }) => [path || "body", path === "to" ? "Invalid mobile number" : message]),
  );
}
