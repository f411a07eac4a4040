import { z } from "zod";
import { isStorable } from "@/lib/platform/storable";

/** Routee's names: call back on each change of the message, or only when it becomes final. */
export const CALLBACK_STRATEGIES = ["OnChange", "OnCompletion"] as const;
export const callbackSchema = z.object({
  url: z
    .string()
    .trim()
    .max(2048, "At most 2,048 characters.")
    .refine(isStorable, { message: "The address contains a character that cannot be stored." })
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      message: "A full web address that starts with https:// (http:// is accepted for sandbox apps).",
    })
    .refine((value) => !URL.canParse(value) || (new URL(value).username === "" && new URL(value).password === ""), {
      message: "No user name or password in the address.",
    }),
  strategy: z.enum(CALLBACK_STRATEGIES, { message: "OnChange or OnCompletion." }).default("OnChange"),
});
export type Callback = z.infer<typeof callbackSchema>;
