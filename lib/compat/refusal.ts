/**
 * Routee's error shapes (its pages on error codes and HTTP status, and captures). The first three digits of a code are
 * the HTTP status.
 */
export const CODES = {
  validation: "400000000",
  noRight: "403000000",
  content: "400005000",
  noTracking: "404005000",
  noCampaign: "404009001",
  notScheduled: "400009002",
  nameTaken: "409009003",
  noRecipients: "400009004",
  range: "400007001",
} as const;

/** A request that is answered with an error in one of Routee's shapes. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${String(body.code ?? body.error ?? "")}`);
  }
}

/** An error with one of Routee's codes. */
export function coded(code: string, developerMessage: string, more: Readonly<Record<string, unknown>> = {}): Refusal {
  return new Refusal(Number(code.slice(0, 3)), { code, developerMessage, ...more });
}

/** Fields that are not right: which, and why. @param entity Routee's name of what was asked for. */
export function invalid(properties: Readonly<Record<string, string>>, entity = "SmsTracking"): Refusal {
  return coded(CODES.validation, "Validation Error!", { entity, properties });
}

/** A content that cannot be sent. */
export function invalidContent(errorCode: string, developerMessage: string): Refusal {
  return coded(CODES.content, "SMS contains invalid data", { errors: [{ errorCode, developerMessage }] });
}

/** Something that is not there for the caller. */
export function notFound(what: "SmsTracking" | "campaign", trackingId: string): Refusal {
  return what === "campaign"
    ? coded(CODES.noCampaign, `campaign with trackingId '${trackingId}' was not found!`, {
        entity: "campaign",
        property: "trackingId",
        value: trackingId,
      })
    : coded(CODES.noTracking, "SMS tracking was not found", {
        entity: "SmsTracking",
        property: "trackingId",
        value: trackingId,
      });
}

/** An error of the framework that Routee is built with. */
export function framework(
  status: number,
  error: string,
  message: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const timestamp = new Date().toISOString().replace("Z", "+0000");
  return new Refusal(status, { timestamp, status, error, message, path }, headers);
}

/** An error in the shape of OAuth (RFC 6749, 5.2; RFC 6750, 3). */
export function oauth(status: number, error: string, description: string): Refusal {
  const headers = status === 401 ? { "www-authenticate": "Bearer" } : {};
  return new Refusal(status, { error, error_description: description }, headers as Readonly<Record<string, string>>);
}
