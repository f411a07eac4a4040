/** A request as the resources see it. `json` is undefined when the body is none. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  contentType: string;
  text: string;
  json: unknown;
}

/** What is answered; or the connection is cut. `text` goes as it is, in place of a JSON body. */
export type Reply =
  | {
      status: number;
      body?: unknown;
      text?: string;
      headers?: Record<string, string>;
      /** How long the answer takes. */
      delayMs?: number;
    }
  | { cut: true };

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** Routee's codes that the sandbox answers, as its documentation has them. The first three digits are the HTTP status. */
export const CODES = {
  validation: "400000000",
  noRight: "403000000",
  balance: "400001009",
  content: "400005000",
  noTracking: "404005000",
  noCampaign: "404009001",
  notScheduled: "400009002",
  nameTaken: "409009003",
  noRecipients: "400009004",
  // Routee documents no limit of requests; what it would answer is not known.
  tooMany: "429000000",
} as const;

/** An error in Routee's own shape. */
export function refusal(code: string, developerMessage: string, more: Record<string, unknown> = {}): Reply {
  return { status: Number(code.slice(0, 3)), body: { code, developerMessage, ...more } };
}

/** A failed validation: which field, and why. */
export function invalid(properties: Record<string, string>, entity = "SmsTracking"): Reply {
  return refusal(CODES.validation, "Validation Error!", { entity, properties });
}

/** A content that cannot be sent: one numbered problem. */
export function invalidContent(errorCode: string, developerMessage: string): Reply {
  return refusal(CODES.content, "SMS contains invalid data", { errors: [{ errorCode, developerMessage }] });
}

export const INVALID_SENDER = invalidContent("002", "The sender id is invalid");
export const NO_RECIPIENTS = invalidContent("004", "No recipients are set for the sms");
export const INSUFFICIENT_BALANCE = refusal(CODES.balance, "Insufficient Balance");
export const MALFORMED = invalid({ body: "malformed JSON" });

/** An error in the shape of the framework that Routee is built with. */
export function spring(
  status: number,
  error: string,
  message: string,
  path: string,
  headers: Record<string, string> = {},
): Reply {
  const timestamp = new Date().toISOString().replace("Z", "+0000");
  return { status, body: { timestamp, status, error, message, path }, headers };
}

/** An error in the shape of OAuth. */
export function oauthError(status: number, error: string, description: string): Reply {
  const headers = { "www-authenticate": "Bearer" };
  return { status, body: { error, error_description: description }, headers };
}
