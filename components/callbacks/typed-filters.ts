import { momentOf } from "@/components/time/local-value";
import type { FieldErrors } from "@/components/ui/field-errors";
import { listCallbacksSchema } from "@/lib/callbacks/contract";
import type { CallbackFilters } from "./filters";

/** What is typed to narrow the list; null for a time that was begun and is none. */
export interface TypedFilters {
  /** `datetime-local`, by the reader's clock. */
  from: string | null;
  until: string | null;
  messageId: string;
}

type Read =
  | { ok: true; filters: Pick<CallbackFilters, "from" | "until" | "messageId"> }
  | { ok: false; errors: FieldErrors };

const NO_TIME = "A day and a time, both whole.";
const NO_YEAR = "A year from 2000 to 2100.";

/** The filters that are typed, or by field which rule is broken. Empty fields narrow nothing. Pure but for the zone. */
export function readTyped({ from, until, messageId }: TypedFilters): Read {
  const errors: Record<string, string> = {};
  const times: { from?: string; until?: string } = {};
  for (const [name, value] of [
    ["from", from],
    ["until", until],
  ] as const) {
    if (value === "") continue;
    const moment = value === null ? null : momentOf(value);
    if (moment === null) errors[name] = NO_TIME;
    else if (!/^20\d\d-|^2100-/.test(value ?? "")) errors[name] = NO_YEAR;
    else times[name] = moment;
  }
  if (times.from && times.until && times.from >= times.until) errors.until = "Until must come after From.";
  const id = messageId.trim().toLowerCase();
  if (id !== "" && !listCallbacksSchema.shape.messageId.safeParse(id).success)
    errors.messageId = "A message ID is 36 characters, like 019cad2f-4c00-7000-8000-0123456789ab.";
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, filters: { ...times, ...(id === "" ? {} : { messageId: id }) } };
}
