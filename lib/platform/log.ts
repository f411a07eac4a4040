import pino, { type DestinationStream, type Logger } from "pino";
import { config } from "./config";

/**
 * One structured line per thing worth knowing, on standard output. Lines carry ids, never secrets and never the
 * text or number of a message.
 */
let root: Logger | undefined;

/** Nobody means to log these. Should it happen all the same, at the top of a line or one level down, they are hidden. */
const NEVER_TOLD = [
  ...["password", "secret", "applicationSecret", "callbackSigningSecret", "token", "access_token"],
  ...["authorization", "cookie", "headers", "body"],
];
/** With an error PostgreSQL tells the row that it was about: the text and number of a message, for example. */
const OF_ROWS = ["detail", "where", "internalQuery"];

/** The logger of this process. */
export function log(): Logger {
  root ??= makeLogger(config().logLevel);
  return root;
}

/** A logger of our making. @param stream another than standard output, for tests */
export function makeLogger(level: string, stream: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [...NEVER_TOLD.flatMap((name) => [name, `*.${name}`]), ...OF_ROWS.map((name) => `err.${name}`)],
        censor: "[hidden]",
      },
    },
    stream,
  );
}
