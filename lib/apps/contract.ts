import { z } from "zod";
import { callbackSchema } from "@/lib/apps/callback-contract";
import { senderIdProblem } from "@/lib/sms/sender-id";

/** The shapes of apps as they cross HTTP (http-contract.md). Secrets only ever travel inwards. */

export const ENVIRONMENTS = ["sandbox", "live"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const createAppSchema = z
  .strictObject({
    name: z.string().trim().min(1, "Give the app a name.").max(80, "At most 80 characters."),
    environment: z.enum(ENVIRONMENTS, { message: "sandbox or live." }),
    applicationId: z.string().trim().max(200, "At most 200 characters.").optional(),
    applicationSecret: z.string().trim().max(200, "At most 200 characters.").optional(),
    defaultSender: z
      .string()
      .trim()
      .superRefine((value, ctx) => {
        const problem = senderIdProblem(value);
        if (problem) ctx.addIssue({ code: "custom", message: problem });
      })
      .optional(),
    defaultCallback: callbackSchema.optional(),
    enforceTranscode: z.boolean().optional(),
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

export const appSchema = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  applicationId: z.string().nullable(),
  applicationSecret: z.object({ set: z.boolean(), last4: z.string().nullable() }),
  defaultSender: z.string().nullable(),
  defaultCallback: callbackSchema.nullable(),
  enforceTranscode: z.boolean(),
  createdAt: z.string(),
});
export type App = z.infer<typeof appSchema>;

/**
 * The circuit breaker of the way to Routee. `closed`: requests pass. `open`: so many in a row failed that none is made
 * before `retryAt`. `half_open`: one is trying.
 */
export const connectionSchema = z.object({
  state: z.enum(["closed", "open", "half_open"]),
  /** Failed requests in a row. */
  failures: z.number(),
  since: z.string().nullable(),
  retryAt: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  /** What went wrong last, in words. */
  problem: z.string().nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const appDetailSchema = appSchema.extend({ connection: connectionSchema });
export type AppDetail = z.infer<typeof appDetailSchema>;

/** What creation answers: the app and, this once, the secret that signs its callbacks (`whsec_…`). */
export const createdAppSchema = appSchema.extend({ callbackSigningSecret: z.string() });
export type CreatedApp = z.infer<typeof createdAppSchema>;

export const appListSchema = z.object({ data: z.array(appSchema) });
