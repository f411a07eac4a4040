import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { messageSchema } from "@/lib/messages/contract";
import { readMessage } from "@/lib/messages/read-message";
import { closeDatabase } from "@/lib/platform/database";
import { FAULTS, random, type SoakMessage, soakMessage } from "./soak-mixture";
import { ask, post } from "./support/post";
import { signIn } from "./support/session";
import { control, countOpen, hurry, hurryFollowUps, passDays, quiet, waitUntil } from "./support/settle";
import { compare, readLedger } from "./support/soak-check";
import { type Stack, startStack } from "./support/stack";
import { table } from "./support/table";

/**
 * The soak: sends a mixture of the sandbox's worst recipients while the worker and the web process are killed (-9) at
 * random, lets days pass, and compares what the sandbox took and posted with what Tidings knows. Ends with 1 when
 * anything was lost, counted twice or told wrongly.
 * `npm run soak -- --messages 20000 --seed 1`
 */
const { values: args } = parseArgs({
  options: {
    messages: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    /** Seconds between kills, on average, without those in which what was killed comes back. */
    "kill-every": { type: "string", default: "15" },
    /** So many at least: the last messages are sent when there were as many. */
    kills: { type: "string", default: "20" },
    /** Gives up after so many minutes. */
    minutes: { type: "string", default: "9.5" },
  },
});
const COUNT = Number(args.messages);
const KILL_EVERY_MS = Number(args["kill-every"]) * 1_000;
const KILLS = Number(args.kills);
const LOOK_MS = 100;
const SENDERS = 32;
const begun = performance.now();
const deadline = begun + Number(args.minutes) * 60_000;
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);

/** Sends one message until it is answered 202, with the same key, as a careful program does. @returns its id */
async function send(stack: Stack, cookie: string, appId: string, key: string, message: SoakMessage): Promise<string> {
  for (;;) {
    if (performance.now() > deadline) throw new Error("The time is over before everything was accepted.");
    const answer = await post(`${stack.url}/api/messages`, { cookie, "idempotency-key": key }, { appId, ...message });
    if (answer?.status === 202) return messageSchema.parse(answer.json).id;
    if (answer && answer.status < 500)
      throw new Error(`Sending was answered ${answer.status}: ${JSON.stringify(answer.json)}`);
    // As a careful program does, it gives the server time to come back.
    await delay(500);
  }
}

const isWell = async (stack: Stack) => (await ask(`${stack.url}/api/health`))?.status === 200;

/**
 * Kills web and worker at random until told to stop. The time to the next kill begins when the web process answers
 * again: a slow machine, on which a start takes longer than that, would get nothing done.
 */
function startKilling(stack: Stack, chance: () => number) {
  const stopping = new AbortController();
  const kills = { web: 0, worker: 0 };
  const pause = (ms: number) =>
    delay(ms, undefined, { signal: stopping.signal }).catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
    });
  const done = (async () => {
    while (!stopping.signal.aborted) {
      while (!stopping.signal.aborted && !(await isWell(stack))) await pause(LOOK_MS);
      await pause(KILL_EVERY_MS * (0.5 + chance()));
      if (stopping.signal.aborted) return;
      const role = chance() < 0.5 ? "web" : "worker";
      if (stack.kill(role)) kills[role] += 1;
    }
  })();
  return {
    kills,
    /** Waits until there were so many kills. */
    async reach(count: number) {
      while (kills.web + kills.worker < count && performance.now() < deadline) await delay(LOOK_MS);
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function waitFor(what: string, reached: () => Promise<boolean>): Promise<void> {
  say(what);
  await waitUntil(what, deadline, reached);
}

const stack = await startStack({
  roles: ["sandbox", "worker", "web"],
  env: { SANDBOX_SPEED: "10", ROUTEE_TIMEOUT_MS: "1500", LOG_LEVEL: "silent" },
});
try {
  const chance = random(Number(args.seed));
  const cookie = await signIn(stack.url);
  const apps = (await (await fetch(`${stack.url}/api/apps`, { headers: { cookie } })).json()) as {
    data: { id: string }[];
  };
  const appId = apps.data[0]?.id ?? "";
  const messages = Array.from({ length: COUNT }, () => soakMessage(chance));
  await control(stack, "faults", { ...FAULTS, seed: Number(args.seed) });
  const killing = startKilling(stack, random(Number(args.seed) + 1));

  say(`sending ${COUNT} messages`);
  const accepted = new Set<string>();
  const queue = messages.entries();
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (const [index, message] of queue) {
        await killing.reach(Math.floor((index * KILLS) / COUNT));
        accepted.add(await send(stack, cookie, appId, `soak-${index}`, message));
      }
    }),
  );
  say(`all accepted, ${killing.kills.web} web and ${killing.kills.worker} worker processes killed so far`);
  await waitFor("waiting until all are handed over", async () => {
    await hurry();
    return (await countOpen()).notSent === 0;
  });
  await killing.stop();
  // The sandbox would try for days, within seconds, to post to one that is not back yet.
  await waitFor("waiting until the web process is back", () => isWell(stack));

  await waitFor("waiting for the searches of lost answers", async () => {
    await hurry();
    return (await countOpen()).lost === 0;
  });
  say("letting days pass");
  await control(stack, "speed", { speed: 100_000 });
  await waitFor("waiting until the sandbox has posted everything", quiet(stack));
  await passDays();
  await waitFor("waiting until every message has ended", async () => {
    await hurryFollowUps();
    return (await countOpen()).open === 0;
  });

  say("comparing both sides");
  const { problems, taken, receipts, statuses } = await compare(await readLedger(stack.sandboxUrl), accepted);
  const minutes = (performance.now() - begun) / 60_000;
  console.log(
    `\n${table(
      ["what", "count"],
      [
        ["messages accepted", String(accepted.size)],
        ["taken by the sandbox, each once", String(taken)],
        ["receipts posted and answered 200", String(receipts.answered)],
        ["receipts stored", String(receipts.stored)],
        ["tries to post a receipt", String(receipts.tried)],
        ["web processes killed", String(killing.kills.web)],
        ["worker processes killed", String(killing.kills.worker)],
        ...Object.entries(statuses).map(([status, count]) => [status, String(count)]),
        ["minutes", minutes.toFixed(1)],
        ["problems", String(problems.length)],
      ],
    )}`,
  );
  for (const problem of problems.slice(0, 50)) console.log(problem);
  for (const id of new Set(problems.flatMap((problem) => /^[0-9a-f-]{36}/.exec(problem) ?? [])))
    console.log(`\n${id}\n${JSON.stringify(await readMessage(id), null, 1)}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await closeDatabase();
  await stack.stop();
}
