import pino, { type Logger } from "pino";
import { config } from "./config";

/**
 * One structured line per thing worth knowing, on standard output. Lines carry ids, never secrets and never the
 * text or number of a message.
 */
let root: Logger | undefined;

/** The logger of this process. */
export function log(): Logger {
  root ??= pino({
    level: config().logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ["*.password", "*.applicationSecret", "*.authorization", "*.secret", "password", "authorization"],
      censor: "[hidden]",
    },
  });
  return root;
}
