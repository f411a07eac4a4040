import { readFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded before a role's program (NODE_OPTIONS=--import=…): its clock goes wrong by as many milliseconds as the file of
 * CLOCK_OFFSET_FILE says, at its start and each time it gets SIGUSR2. What steps is `Date`, also for a process that is
 * started again meanwhile; timers count on as they do when a machine's clock is set, and PostgreSQL's clock stays right.
 */
const file = process.env.CLOCK_OFFSET_FILE;
const RightDate = globalThis.Date;
const rightNow = RightDate.now;
let offset = 0;

function step() {
  offset = file ? Number(readFileSync(file, "utf8")) : 0;
}

RightDate.now = () => rightNow() + offset;
globalThis.Date = new Proxy(RightDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget),
  apply: (target) => new target(target.now()).toString(),
});

step();
if (isMainThread) process.on("SIGUSR2", step);
