import { z } from "zod";
import { formValuesSchema } from "./form-values";

const DRAFT = "tidings-compose";

/** What survives a reload: what was typed, and the key under which it may have been sent already. */
const draftSchema = z.object({
  values: formValuesSchema,
  sendKey: z.object({ key: z.string().min(1), refused: z.boolean() }),
});
export type Draft = z.infer<typeof draftSchema>;

/** The draft in a stored text; null when there is none or it is of another version. Pure. */
export function parseDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const parsed = draftSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Reads the draft of this tab. */
export function readDraft(): Draft | null {
  return parseDraft(storage()?.getItem(DRAFT) ?? null);
}

/** Keeps the draft for this tab. */
export function keepDraft(draft: Draft): void {
  storage()?.setItem(DRAFT, JSON.stringify(draft));
}

/** Forgets the draft. */
export function clearDraft(): void {
  storage()?.removeItem(DRAFT);
}

/** Some privacy settings forbid storage altogether; then there is simply no draft. */
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
