import { z } from "zod";
import { callbackSchema } from "@/lib/apps/callback-contract";
import { isStorable } from "@/lib/platform/storable";
import { senderIdProblem } from "@/lib/sms/sender-id";

/** The shapes of apps as they cross HTTP (http-contract.md). Secrets only ever travel inwards. */

export const ENVIRONMENTS = ["sandbox", "live"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const UNSTORABLE = { message: "Contains a character that cannot be stored." };
const nameSchema = z
  .string()
  .trim()
  .min(1, "Give the app a name.")
  .max(80, "At most 80 characters.")
  .refine(isStorable, UNSTORABLE);
const credentialSchema = z.string().trim().max(200, "At most 200 characters.").refine(isStorable, UNSTORABLE);
const senderSchema = z
  .string()
  .trim()
  .superRefine((value, ctx) => {
    const problem = senderIdProblem(value);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  });
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time of day like 22:00.");

/** The query of `GET /api/apps`. */
export const listAppsSchema = z.object({ archived: z.stringbool().default(false) });

/** Hours in which nothing is handed over, by the wall clock of a zone (IANA). From may be later than until. */
export const quietHoursSchema = z
  .strictObject({
    from: timeOfDay,
    until: timeOfDay,
    zone: z.string().max(60).refine(isZone, { message: "A time zone like Europe/Athens." }),
  })
  .refine(({ from, until }) => from !== until, { path: ["until"], message: "The end must differ from the beginning." });
export type QuietHours = z.infer<typeof quietHoursSchema>;

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const ttlSchema = z
  .int("A whole number of minutes.")
  .min(1, "At least 1 minute.")
  .max(4320, "At most 4,320 minutes (72 hours).");

export const createAppSchema = z
  .strictObject({
    name: nameSchema,
    environment: z.enum(ENVIRONMENTS, { message: "sandbox or live." }),
    applicationId: credentialSchema.optional(),
    applicationSecret: credentialSchema.optional(),
    defaultSender: senderSchema.optional(),
    defaultCallback: callbackSchema.optional(),
    enforceTranscode: z.boolean().optional(),
    defaultTtl: ttlSchema.optional(),
    quietHours: quietHoursSchema.optional(),
  })
  .superRefine((app, ctx) => {
    if (app.environment !== "live") return;
    if (!app.applicationId)
      ctx.addIssue({ code: "custom", path: ["applicationId"], message: "A live app needs its Routee application ID." });
    if (!app.applicationSecret)
      ctx.addIssue({
        code: "custom",
        path: ["applicationSecret"],
        message: "A live app needs its Routee application secret.",
      });
  });
export type CreateApp = z.infer<typeof createAppSchema>;
export type CreateAppInput = z.input<typeof createAppSchema>;

/** `PATCH /api/apps/{id}`: what is left out stays; null takes a default away. A secret that is given replaces the old. */
export const updateAppSchema = z.strictObject({
  name: nameSchema.optional(),
  applicationId: credentialSchema.min(1, "Enter the application ID.").optional(),
  applicationSecret: credentialSchema.min(1, "Enter the application secret.").optional(),
  defaultSender: senderSchema.nullish(),
  defaultCallback: callbackSchema.nullish(),
  enforceTranscode: z.boolean().optional(),
  defaultTtl: ttlSchema.nullish(),
  quietHours: quietHoursSchema.nullish(),
  archived: z.boolean().optional(),
});
export type UpdateApp = z.infer<typeof updateAppSchema>;
export type UpdateAppInput = z.input<typeof updateAppSchema>;

/** The query of `DELETE /api/apps/{id}`: an app with messages has to be named. */
export const deleteAppSchema = z.object({ name: z.string().max(200).optional() });

/** What `POST /api/apps/verify` tries before anything is saved. */
export const verifySchema = z.strictObject({
  environment: z.enum(ENVIRONMENTS, { message: "sandbox or live." }),
  applicationId: credentialSchema.min(1, "Enter the application ID."),
  applicationSecret: credentialSchema.min(1, "Enter the application secret."),
});
export type Verify = z.infer<typeof verifySchema>;
export const verifiedSchema = z.object({ ok: z.boolean(), checkedAt: z.string(), problem: z.string().optional() });
export type Verified = z.infer<typeof verifiedSchema>;

/** What the provider says of an app's account. `token`: whether it gives one for the app's credentials. */
export const providerAccountSchema = z.object({
  token: z.enum(["good", "refused", "unknown"]),
  balance: z.string().nullable(),
  currency: z.string().nullable(),
  checkedAt: z.string(),
  problem: z.string().nullable(),
});
export type ProviderAccount = z.infer<typeof providerAccountSchema>;

/** What goes with an app when it is deleted. */
export const appContentSchema = z.object({ messages: z.number(), open: z.number(), callbacks: z.number() });
export type AppContent = z.infer<typeof appContentSchema>;

export const appSchema = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  applicationId: z.string().nullable(),
  applicationSecret: z.object({ set: z.boolean(), last4: z.string().nullable() }),
  defaultSender: z.string().nullable(),
  defaultCallback: callbackSchema.nullable(),
  enforceTranscode: z.boolean(),
  defaultTtl: z.number().nullable(),
  quietHours: quietHoursSchema.nullable(),
  archivedAt: z.string().nullable(),
  createdAt: z.string(),
});
export type App = z.infer<typeof appSchema>;

/**
 * The circuit breaker of the way to Routee. `closed`: requests pass. `open`: so many in a row failed that none is made
 * before `retryAt`. `half_open`: one is trying.
 */
export const connectionSchema = z.object({
  state: z.enum(["closed", "open", "half_open"]),
  failures: z.number(),
  since: z.string().nullable(),
  retryAt: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  problem: z.string().nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const appDetailSchema = appSchema.extend({
  connection: connectionSchema,
  lastReceiptAt: z.string().nullable(),
});
export type AppDetail = z.infer<typeof appDetailSchema>;

/** What creation answers: the app and, this once, the secret that signs its callbacks (`whsec_…`). */
export const createdAppSchema = appSchema.extend({ callbackSigningSecret: z.string() });
export type CreatedApp = z.infer<typeof createdAppSchema>;

export const appListSchema = z.object({ data: z.array(appSchema) });

/** What `POST /api/apps/{id}/signing-secret` answers, this once. */
export const rotatedSecretSchema = z.object({ callbackSigningSecret: z.string(), previousValidUntil: z.string() });
export type RotatedSecret = z.infer<typeof rotatedSecretSchema>;
