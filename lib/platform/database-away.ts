const AWAY_CODES = /^(08|53|57P|ECONNREFUSED$|ECONNRESET$|ETIMEDOUT$|ENOTFOUND$|EPIPE$|P1001$|P1002$|P1017$|P2024$)/;
/** The pool says it in words, and Prisma hides PostgreSQL's code in its own. */
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|Code: `(08|53|57P)/;

/** PostgreSQL is away, starting or full (SQLSTATE classes 08, 53 and 57P), or the connection never came about. Pure. */
export function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY_WORDS.test(error.message) || ("code" in error && AWAY_CODES.test(String(error.code)));
}
