import { z } from "zod";
import { optionalDate, optionalPrice, segmentNumber, word } from "./wire-values";

/** One message on its way to Routee, and what Routee makes of its text. */

export const CALLBACK_STRATEGIES = ["OnChange", "OnCompletion"] as const;

/** Where Routee posts to. Without a strategy it is not documented which one counts. */
export const callbackSchema = z.looseObject({ url: z.string(), strategy: z.enum(CALLBACK_STRATEGIES).optional() });

/** The body of `POST /sms`. `ttl` is in minutes; without `from` the application's default sender is used. */
export const sendRequestSchema = z.looseObject({
  to: z.string(),
  body: z.string(),
  from: z.string().optional(),
  flash: z.boolean().optional(),
  label: z.string().optional(),
  ttl: z.number().optional(),
  transcode: z.boolean().optional(),
  callback: callbackSchema.optional(),
});
export type SendRequest = z.infer<typeof sendRequestSchema>;

const partCount = segmentNumber.optional().catch(undefined);

/** What Routee makes of a text. `parts` is of the text as it was asked for; transcoded it may have fewer. */
export const bodyAnalysisSchema = z.looseObject({
  parts: partCount,
  unicode: z.boolean().optional().catch(undefined),
  characters: z.number().optional().catch(undefined),
  unsupportedGSMCharacters: z.array(z.string()).optional().catch(undefined),
  transcode: z.looseObject({ message: z.string(), parts: partCount }).optional().catch(undefined),
});
export type BodyAnalysis = z.infer<typeof bodyAnalysisSchema>;

/** How many segments are sent and charged: those of the transcoded text where there is one. Null when not said. Pure. */
export function billedParts(analysis: BodyAnalysis | null | undefined): number | null {
  return analysis?.transcode?.parts ?? analysis?.parts ?? null;
}

/** The answer of `POST /sms/analyze`. */
export const analysisSchema = z.looseObject({
  /** Of one segment (the page of 2016 says: of the SMS). */
  cost: optionalPrice,
  bodyAnalysis: bodyAnalysisSchema,
});

export interface RouteeAnalysis {
  /** Of one segment, decimal text; null when Routee does not say. */
  cost: string | null;
  bodyAnalysis: BodyAnalysis;
  raw: unknown;
}

/** The ID under which Routee keeps what it took: the one thing that an answer has to have. */
export const trackingIdSchema = z.string().min(1).max(200);

/** The answer of `POST /sms`. A message that was taken is not lost because something beside its ID is odd. */
export const sendAnswerSchema = z.looseObject({
  trackingId: trackingIdSchema,
  status: word.catch("Queued"),
  createdAt: optionalDate,
  bodyAnalysis: bodyAnalysisSchema.optional().catch(undefined),
});

/** Routee took the message. `raw` is the whole answer, without secrets. */
export interface SendAnswer {
  trackingId: string;
  /** As it came; `Queued` when the answer has none. */
  status: string;
  /** By Routee's clock; null when the answer has none that can be read. */
  createdAt: Date | null;
  bodyAnalysis: BodyAnalysis | null;
  raw: unknown;
}

/** The answer of `POST /sms` that fits its schema. Pure. */
export function sendAnswerOf(answer: z.infer<typeof sendAnswerSchema>, raw: unknown): SendAnswer {
  const { trackingId, status, createdAt, bodyAnalysis } = answer;
  return { trackingId, status, createdAt, bodyAnalysis: bodyAnalysis ?? null, raw };
}
