import { leaksKey } from "@/lib/keys/secret";
import { log } from "@/lib/platform/log";
import { PROBLEMS, Problem } from "@/lib/platform/problem";

const AWAY_CODES = /^(08|53|57P|ECONNREFUSED$|ECONNRESET$|ETIMEDOUT$|ENOTFOUND$|EPIPE$|P1001$|P1002$|P1017$|P2024$)/;
/** The pool says it in words, and Prisma hides PostgreSQL's code in its own. */
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|Code: `(08|53|57P)/;

/** PostgreSQL is away, starting or full (SQLSTATE classes 08, 53 and 57P), or the connection never came about. */
function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY_WORDS.test(error.message) || ("code" in error && AWAY_CODES.test(String(error.code)));
}

/** Node's words for a caller who hung up while its request was read: nobody hears the answer. */
function callerIsGone(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

/** What an error of any kind means to the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (callerIsGone(error)) return new Problem("bad_request", "The request was cut off.", { cause: error });
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

/** The line in the log of a request that failed. */
export function logFailure(problem: Problem, requestId: string, request: Request): void {
  const { pathname } = new URL(request.url);
  const line = {
    requestId,
    method: request.method,
    path: pathToTell(pathname),
    code: problem.code,
  };
  if (PROBLEMS[problem.code].status >= 500) log().error({ ...line, err: problem.cause ?? problem }, "a request failed");
  else log().debug(line, "a request was refused");
}
