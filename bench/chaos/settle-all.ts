import { pool } from "@/lib/platform/database";
import { control, countOpen, hurry, hurryFollowUps, quiet, waitUntil } from "../support/settle";
import type { Stack } from "../support/stack";

/** Here every recipient takes its message in the end, however often it had to be tried. */
const ALL_TRIES = 1_000_000;

/** Lets everything come to its end once nothing goes wrong any more. @param options.deadline of `performance.now()` */
export async function settleAll(
  stack: Stack,
  { say, deadline }: { say: (line: string) => void; deadline: number },
): Promise<void> {
  const wait = async (what: string, reached: () => Promise<boolean>) => {
    say(`waiting until ${what}`);
    await waitUntil(what, deadline, reached);
  };
  await wait("all messages are handed over and no answer is missing", async () => {
    await closeCircuits();
    await hurry(ALL_TRIES);
    const { notSent, lost } = await countOpen(ALL_TRIES);
    return notSent === 0 && lost === 0;
  });
  await control(stack, "speed", { speed: 100_000 });
  await wait("the sandbox has posted everything", quiet(stack));
  await wait("every message has ended", async () => {
    await closeCircuits();
    await hurryFollowUps();
    return (await countOpen()).open === 0;
  });
  await wait("every callback is delivered", async () => {
    await hurryCallbacks();
    const { rows } = await pool().query<{ count: string }>("SELECT count(*) FROM callbacks WHERE status = 'pending'");
    return Number(rows[0]?.count) === 0;
  });
}

/** An app whose provider was away may try at once. */
async function closeCircuits(): Promise<void> {
  await pool().query("UPDATE provider_circuits SET retry_at = now() WHERE retry_at > now() AND trial_until IS NULL");
}

/** What failed once need not be waited for; what a worker is at is left alone. */
async function hurryCallbacks(): Promise<void> {
  await pool().query(
    `UPDATE callbacks SET next_attempt_at = now()
     WHERE status = 'pending' AND next_attempt_at > now() AND tries > 0
       AND NOT EXISTS (SELECT FROM callback_attempts a WHERE a.message_id = callbacks.message_id
         AND a.sequence = callbacks.sequence AND a.at > now() - interval '2 seconds')`,
  );
}
