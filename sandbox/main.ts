import { MAX_SPEED } from "./control/control";
import { startSandbox } from "./server";

/** The sandbox as a process of its own: SANDBOX_PORT, SANDBOX_JOURNAL and SANDBOX_SPEED tell it how. */

const DEFAULT_PORT = 3001;
/** Tells the launcher that starting again would not help. */
const BAD_CONFIGURATION = 78;

function numberFrom(name: string, fallback: number, isGood: (value: number) => boolean): number {
  const given = process.env[name];
  if (!given) return fallback;
  const value = Number(given);
  if (isGood(value)) return value;
  console.error(`${name} is not a number that can be used here.`);
  process.exit(BAD_CONFIGURATION);
}

const port = numberFrom(
  "SANDBOX_PORT",
  DEFAULT_PORT,
  (value) => Number.isInteger(value) && value >= 0 && value < 65536,
);
const speed = numberFrom("SANDBOX_SPEED", 1, (value) => value > 0 && value <= MAX_SPEED);
const journalFile = process.env.SANDBOX_JOURNAL || undefined;

const sandbox = await startSandbox({ port, speed, journalFile, log: (line) => console.error(line) }).catch(
  (error: unknown) => {
    console.error(`The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
// Under the launcher it tells only the launcher, which waits for it.
if (process.send) process.send({ ready: true, url: sandbox.url });
else console.log(`The sandbox listens on ${sandbox.url}.`);

let ending = false;
// The last: the launcher is gone.
for (const signal of ["SIGTERM", "SIGINT", "disconnect"] as const)
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
