import { Logger } from "graphile-worker";
import { log } from "./log";

/**
 * graphile-worker's lines in our log. Its everyday lines are for debugging; what failed is told with the job's name
 * and never with its payload.
 */
export function queueLogger(): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log().error({ part: "queue" }, message);
    else if (level === "warning") log().warn({ part: "queue" }, message);
    else log().debug({ part: "queue" }, message);
  });
}
