import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { messageSchema } from "@/lib/messages/contract";
import { closeDatabase, pool } from "@/lib/platform/database";
import { random, type SoakMessage, soakMessage } from "./soak-mixture";
import { signIn } from "./support/session";
import { compare, type Ledger } from "./support/soak-check";
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
    /** Seconds between kills, on average. */
    "kill-every": { type: "string", default: "6" },
    /** Gives up after so many minutes. */
    minutes: { type: "string", default: "9.5" },
  },
});
const COUNT = Number(args.messages);
const KILL_EVERY_MS = Number(args["kill-every"]) * 1_000;
const SENDERS = 24;
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
    await delay(100);
  }
}

/** Null when no whole answer came. */
async function post(url: string, headers: Record<string, string>, body: unknown) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, json: (await response.json()) as unknown };
  } catch (error) {
    // The web process was killed: refused, reset, cut short or too late. Anything else is our own fault.
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    if (error instanceof DOMException && error.name === "TimeoutError") return null;
    throw error;
  }
}

/** Kills web and worker at random until told to stop. */
function startKilling(stack: Stack, chance: () => number) {
  const stopping = new AbortController();
  const kills = { web: 0, worker: 0 };
  const done = (async () => {
    while (!stopping.signal.aborted) {
      await delay(KILL_EVERY_MS * (0.5 + chance()), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const role = chance() < 0.5 ? "web" : "worker";
      if (stack.kill(role)) kills[role] += 1;
    }
  })();
  return {
    kills,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function counts(): Promise<{ open: number; notSent: number; lost: number }> {
  const found = await pool().query<{ open: string; not_sent: string; lost: string }>(
    `SELECT count(*) AS open, count(*) FILTER (WHERE hand_over IN ('pending', 'requested')) AS not_sent,
       count(*) FILTER (WHERE hand_over = 'lost') AS lost FROM messages WHERE NOT final`,
  );
  const row = found.rows[0];
  return { open: Number(row?.open), notSent: Number(row?.not_sent), lost: Number(row?.lost) };
}

/** What is due later is due now, but for what a worker is at. */
const hurryJobs = () =>
  pool().query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now() AND locked_at IS NULL");

/** Five days pass for what is still open: beyond every time to live and every deadline. */
const passDays = () =>
  pool().query(
    `UPDATE messages SET created_at = created_at - interval '5 days', requested_at = requested_at - interval '5 days',
       follow_up_at = now() WHERE NOT final`,
  );

async function waitFor(what: string, reached: () => Promise<boolean>): Promise<void> {
  say(what);
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`The time is over: ${what}`);
    await delay(500);
  }
}

async function readLedger(stack: Stack): Promise<Ledger> {
  const ledger = (await (await fetch(`${stack.sandboxUrl}/control/ledger`)).json()) as Omit<Ledger, "segments">;
  const token = await fetch(`${stack.sandboxUrl}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from("soak:secret").toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const segments: Ledger["segments"] = new Map();
  const range = new URLSearchParams({
    dateStart: new Date(Date.now() - 86_400_000).toISOString(),
    dateEnd: new Date(Date.now() + 3_600_000).toISOString(),
    size: "2000",
  });
  for (let page = 0, last = false; !last; page += 1) {
    range.set("page", String(page));
    const answer = await fetch(`${stack.sandboxUrl}/sms/tracking?${range}`, {
      method: "POST",
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
      body: "[]",
    });
    const found = (await answer.json()) as {
      content: { messageId: string; status: { status: string } }[];
      last: boolean;
    };
    for (const { messageId, status } of found.content)
      segments.set(messageId, [...(segments.get(messageId) ?? []), status.status]);
    last = found.last;
  }
  return { ...ledger, segments };
}

/** How many receipts the sandbox has posted; it is done when that stays the same. */
async function postedSoFar(stack: Stack): Promise<number> {
  return ((await (await fetch(`${stack.sandboxUrl}/control/ledger`)).json()) as Ledger).posted.length;
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
  const killing = startKilling(stack, random(Number(args.seed) + 1));

  say(`sending ${COUNT} messages`);
  const accepted = new Set<string>();
  const queue = messages.entries();
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (const [index, message] of queue) accepted.add(await send(stack, cookie, appId, `soak-${index}`, message));
    }),
  );
  say(`all accepted, ${killing.kills.web} web and ${killing.kills.worker} worker processes killed so far`);
  await waitFor("waiting until all are handed over", async () => {
    await hurryJobs();
    return (await counts()).notSent === 0;
  });
  await killing.stop();

  await waitFor("waiting for the searches of lost answers", async () => {
    await hurryJobs();
    return (await counts()).lost === 0;
  });
  say("letting days pass");
  await fetch(`${stack.sandboxUrl}/control/speed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ speed: 5_000 }),
  });
  let posted = -1;
  await waitFor("waiting until the sandbox has posted everything", async () => {
    const before = posted;
    posted = await postedSoFar(stack);
    await delay(2_000);
    return posted === before;
  });
  await passDays();
  await waitFor("waiting until every message has ended", async () => {
    await hurryJobs();
    return (await counts()).open === 0;
  });

  say("comparing both sides");
  const { problems, taken, receipts, statuses } = await compare(await readLedger(stack), accepted);
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
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await closeDatabase();
  await stack.stop();
}
