import { leaksKey } from "@/lib/keys/secret";
import { databaseIsAway, isLocked } from "@/lib/platform/database-away";
import { createLineBudget } from "@/lib/platform/line-budget";
import { log } from "@/lib/platform/log";
import { PROBLEMS, Problem } from "@/lib/platform/problem";

/** Node's words for a caller who hung up while its request was read: nobody hears the answer. */
function callerIsGone(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

/** What an error of any kind means to the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (callerIsGone(error)) return new Problem("bad_request", "The request was cut off.", { cause: error });
  if (isLocked(error))
    return new Problem("unavailable", "Something else is being done to it. Try again in a moment.", {
      retryAfter: 5,
      cause: error,
    });
  if (databaseIsAway(error))
    return new Problem("unavailable", "The database does not answer. Try again in a moment.", {
      retryAfter: 5,
      cause: error,
    });
  return new Problem("internal", "This is our fault. The log has the details under the request id.", { cause: error });
}

/** Of the address for receipts everything after this is the proof that one is Routee's. */
const RECEIPTS = "/webhooks/routee/";

function pathToTell(pathname: string): string {
  if (leaksKey(pathname)) return "(hidden: it contains an API key)";
  return pathname.startsWith(RECEIPTS) ? `${RECEIPTS}(hidden)` : pathname.slice(0, 100);
}

/** While the database is away every request fails, thousands a second. */
const budget = createLineBudget(10);

/** The line in the log of a request that failed. */
export function logFailure(problem: Problem, requestId: string, request: Request): void {
  const { pathname } = new URL(request.url);
  const line = {
    requestId,
    method: request.method,
    path: pathToTell(pathname),
    code: problem.code,
  };
  if (PROBLEMS[problem.code].status < 500) {
    log().debug(line, "a request was refused");
    return;
  }
  const leftOut = budget.take(problem.code);
  if (leftOut === null) return;
  log().error({ ...line, ...(leftOut > 0 ? { leftOut } : {}), err: problem.cause ?? problem }, "a request failed");
}
