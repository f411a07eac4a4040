import { PROBLEMS, type ProblemCode } from "@/lib/platform/problem";
import type { Operation } from "./operation";
import { routeeProblems } from "./routee-problems";

/** What can go wrong with one status: each code, and what it says. */
export interface StatusProblems {
  status: number;
  causes: { code: string; title: string }[];
}

/** Whether a repetition can be told from a new request: of Routee's addresses at those that send. Pure. */
export function takesIdempotencyKey({ id, method, auth, tag }: Operation): boolean {
  if (tag === "Routee-compatible") return id === "routeeSend" || id === "routeeSendCampaign";
  return method !== "GET" && auth !== "none";
}

/** What can go wrong at an address, by the status of the answer, the lowest first. Pure. */
export function problemsOf(operation: Operation): StatusProblems[] {
  const all =
    operation.tag === "Routee-compatible"
      ? routeeProblems(operation)
      : [...new Set(ownProblems(operation))].map((code) => ({ code, ...PROBLEMS[code] }));
  const byStatus = new Map<number, StatusProblems["causes"]>();
  for (const { status, code, title } of all) byStatus.set(status, [...(byStatus.get(status) ?? []), { code, title }]);
  return [...byStatus].sort(([a], [b]) => a - b).map(([status, causes]) => ({ status, causes }));
}

/** What can at every address of its kind, and at this one. */
function ownProblems(operation: Operation): ProblemCode[] {
  const { auth, path, body, query, problems = [] } = operation;
  const scoped = auth !== "none" && auth !== "session";
  return [
    "key_in_url",
    ...(auth === "none" ? [] : (["unauthenticated", "invalid_key", "forbidden", "rate_limited"] as const)),
    ...(scoped ? (["scope_missing"] as const) : []),
    ...(path.includes("{") ? (["not_found"] as const) : []),
    ...(body ? (["malformed_json", "unsupported_media_type", "body_too_large", "invalid_fields"] as const) : []),
    ...(query ? (["invalid_fields"] as const) : []),
    ...(takesIdempotencyKey(operation)
      ? (["invalid_fields", "idempotency_key_reused", "idempotency_in_progress"] as const)
      : []),
    ...problems,
    "unavailable",
  ];
}
