import { z } from "zod";
import { isStorable } from "@/lib/platform/storable";

/** The shapes of API keys as they cross HTTP (http-contract.md, "Programs"). */

export const SCOPES = ["messages:send", "messages:read"] as const;
export const scopeSchema = z.enum(SCOPES, { message: "messages:send or messages:read." });
export type Scope = z.infer<typeof scopeSchema>;

/** What a key may do in a minute unless it was given more or less. */
export const USUAL_REQUESTS_PER_MINUTE = 6_000;

const YEAR_MS = 366 * 86_400_000;

/** What `POST /api/apps/{id}/keys` takes. */
export const createKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name, to know the key by.")
    .max(80, "At most 80 characters.")
    .refine(isStorable, {
      message: "The name contains a character that cannot be stored.",
    })
    .default("API key"),
  scopes: z
    .array(scopeSchema)
    .min(1, "Choose at least one scope.")
    .transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope)))
    .default([...SCOPES]),
  expiresAt: z.iso
    .datetime({ offset: true, message: "A time with its zone, like 2027-03-02T09:00:00Z." })
    .refine((value) => Date.parse(value) > Date.now(), { message: "A time in the future." })
    .refine((value) => Date.parse(value) < Date.now() + 10 * YEAR_MS, { message: "At most ten years ahead." })
    .nullish(),
  requestsPerMinute: z
    .int("A whole number.")
    .min(1, "At least 1.")
    .max(1_000_000, "At most 1,000,000.")
    .default(USUAL_REQUESTS_PER_MINUTE),
});
export type CreateKey = z.output<typeof createKeySchema>;
export type CreateKeyInput = z.input<typeof createKeySchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  appId: z.string(),
  name: z.string(),
  secretPrefix: z.string(),
  secretLast4: z.string(),
  scopes: z.array(scopeSchema),
  requestsPerMinute: z.number(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  usage: z.object({ day: z.number(), month: z.number(), limited: z.number() }),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** What creation answers: the key and, this once, its secret. */
export const createdKeySchema = apiKeySchema.extend({ secret: z.string() });
export type CreatedKey = z.infer<typeof createdKeySchema>;

export const apiKeyListSchema = z.object({ data: z.array(apiKeySchema) });
