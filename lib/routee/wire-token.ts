import { z } from "zod";
import { number } from "./wire-values";

/** When Routee does not say how long a token lives: short, so that little is lost. */
const USUAL_SECONDS = 300;

/**
 * The answer of `POST /oauth/token`. Lifetimes are seconds; a token asked for again comes with what is left of it.
 * What could not stand in a header (RFC 6750, 2.1) is no token.
 */
export const tokenSchema = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().optional().catch(undefined),
  expires_in: number.pipe(z.number().nonnegative()).catch(USUAL_SECONDS),
  scope: z.string().optional().catch(undefined),
});
export type TokenAnswer = z.infer<typeof tokenSchema>;
