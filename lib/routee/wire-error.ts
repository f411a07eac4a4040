import { z } from "zod";

const errorCode = z.union([z.string(), z.number().int().transform(String)]);

/**
 * The bodies that come with a 4xx or 5xx, all in one shape since Routee mixes them: its own (validation with
 * `properties`, one property, a list of `errors`, or plain), OAuth's (`error`, `error_description`) and the
 * framework's (`status`, `error`, `message`, `path`). The code is documented as a string; a number is read too.
 */
export const errorBodySchema = z.looseObject({
  code: errorCode.optional().catch(undefined),
  developerMessage: z.string().optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ errorCode: errorCode.optional(), developerMessage: z.string().optional() }))
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});

/**
 * Reads an error body in any of its variants: Routee's 9-digit code, OAuth's word (like `invalid_token`) and the
 * most specific words; each null where it has none. Pure.
 */
export function parseError(json: unknown): { code: string | null; oauthError: string | null; words: string | null } {
  const parsed = errorBodySchema.safeParse(json);
  if (!parsed.success) return { code: null, oauthError: null, words: null };
  const { code, developerMessage, properties, errors, error, error_description, message } = parsed.data;
  const lines = Object.entries(properties ?? {}).map(([field, why]) => `${field}: ${String(why)}`);
  const listed = errors?.map((one) => one.developerMessage).find(Boolean);
  const words = lines.join("; ") || (listed ?? developerMessage ?? error_description ?? message ?? error ?? null);
  return { code: code !== undefined && /^\d{9}$/.test(code) ? code : null, oauthError: error ?? null, words };
}
