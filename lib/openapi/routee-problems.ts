import { CODES } from "@/lib/compat/refusal";
import type { Operation } from "./operation";

/**
 * What can go wrong at Routee's addresses. The code is Routee's nine digits (`code`), or the word of OAuth or of the
 * framework behind Routee (`error`).
 */
export interface RouteeProblem {
  status: number;
  code: string;
  title: string;
}

const problem = (code: string, title: string): RouteeProblem => ({ status: Number(code.slice(0, 3)), code, title });
const word = (status: number, code: string, title: string): RouteeProblem => ({ status, code, title });

const FIELDS = problem(CODES.validation, "Fields are not right; `properties` says which, and why");
const CONTENT = problem(CODES.content, "The sender ID is not valid, or there are no recipients");
const NO_TRACKING = problem(CODES.noTracking, "There is no such message");
const NO_CAMPAIGN = problem(CODES.noCampaign, "There is no such campaign");
const BEGUN = problem(CODES.notScheduled, "The campaign has begun or ended");
const NAME_TAKEN = problem(CODES.nameTaken, "There is a campaign of this name already");
const NO_RECIPIENTS = problem(CODES.noRecipients, "None of the numbers can be used");
const KEY_REUSED = word(
  409,
  "Conflict",
  "The idempotency key was used for another request, or its first request is still running",
);
const NOT_ASKED = word(503, "Service Unavailable", "Routee could not be asked");

/** Beyond what can go wrong everywhere, by the operation's id. */
const OWN: Readonly<Record<string, readonly RouteeProblem[]>> = {
  routeeSend: [CONTENT, KEY_REUSED],
  routeeAnalyze: [CONTENT],
  routeeTrackSingle: [NO_TRACKING],
  routeeSendCampaign: [CONTENT, NO_RECIPIENTS, NAME_TAKEN, KEY_REUSED],
  routeeAnalyzeCampaign: [CONTENT],
  routeeUpdateCampaign: [CONTENT, NO_RECIPIENTS, BEGUN, NO_CAMPAIGN, NAME_TAKEN],
  routeeCancelCampaign: [BEGUN, NO_CAMPAIGN],
  routeeGetCampaign: [NO_CAMPAIGN],
  routeeTrackCampaign: [NO_CAMPAIGN],
  routeeBalance: [NOT_ASKED],
  routeePrices: [NOT_ASKED],
};

const TOKEN: readonly RouteeProblem[] = [
  word(400, "invalid_request", "`grant_type` is missing"),
  word(400, "unsupported_grant_type", "`grant_type` is another than `client_credentials`"),
  word(400, "invalid_scope", "There is no such scope, or the API key does not have it"),
  word(401, "Unauthorized", "The id and secret are not an API key's, or there are none"),
  word(413, "Payload Too Large", "The body is too large"),
  word(503, "Service Unavailable", "Not available right now"),
];

/** Everything that can go wrong at one of Routee's addresses. Pure. */
export function routeeProblems({ id, body, query }: Pick<Operation, "id" | "body" | "query">): RouteeProblem[] {
  if (id === "issueToken") return [...TOKEN];
  return [
    ...(body || query ? [FIELDS] : []),
    ...(OWN[id] ?? []),
    word(
      400,
      "Bad Request",
      body ? "The body is not JSON, or an API key stands in the address" : "An API key stands in the address",
    ),
    word(401, "unauthorized", "There is no `Authorization`"),
    word(401, "invalid_token", "The API key or token is unknown, expired or revoked"),
    word(401, "Unauthorized", "`Authorization` is no bearer's"),
    problem(CODES.noRight, "The API key does not have this scope"),
    ...(body
      ? [
          word(413, "Payload Too Large", "The body is too large"),
          word(415, "Unsupported Media Type", "The body must be JSON"),
        ]
      : []),
    word(429, "Too Many Requests", "Too many requests with this API key"),
    ...(OWN[id]?.includes(NOT_ASKED) ? [] : [word(503, "Service Unavailable", "Not available right now")]),
  ];
}
