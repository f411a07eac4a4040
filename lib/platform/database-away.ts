/** Tells a database that is away from a fault of ours. Pure. */

const AWAY_CODES =
  /^(08|53|57P|57014$|25P03$|ECONNREFUSED$|ECONNRESET$|ETIMEDOUT$|ENOTFOUND$|EPIPE$|P1001$|P1002$|P1017$|P2024$)/;
/** The pool and a connection that broke say it in words, and Prisma hides codes in its own or in words too. */
const AWAY_WORDS = new RegExp(
  [
    "timeout exceeded when trying to connect",
    "Query read timeout",
    "Connection terminated",
    "Client (has encountered a connection error|was closed) and is not queryable",
    "Code: `(08|53|57P|57014)",
    "Unable to start a transaction in the given time",
    "Can't reach database server",
    "Too many database connections opened",
  ].join("|"),
);

/**
 * PostgreSQL is away, starting or full (SQLSTATE classes 08, 53 and 57P), takes too long (57014, `boundStatements`), took
 * us for frozen (25P03), or the connection never came about.
 */
export function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY_WORDS.test(error.message) || ("code" in error && AWAY_CODES.test(String(error.code)));
}

/** A statement's time was over (`boundStatements`): its connection is of no use any more. */
export const isTimedOut = (error: unknown): error is Error =>
  error instanceof Error && error.message === "Query read timeout";

/** Something else had it locked for too long (55P03): another one may well be written. */
export const isLocked = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "55P03";

/** By this name a page's error reaches the browser, which in production is told nothing else of it. */
export const AWAY_DIGEST = "DATABASE_AWAY";

/** A page cannot be made, since the database is away. Next passes the digest of an error on as it is. */
export class DatabaseAway extends Error {
  readonly digest = AWAY_DIGEST;

  constructor(cause: unknown) {
    super("The database does not answer.", { cause });
  }
}

/** What a page reads. @throws {DatabaseAway} in place of the many errors that mean it. */
export async function orAway<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw databaseIsAway(error) ? new DatabaseAway(error) : error;
  }
}
