import { readFileSync } from "node:fs";
import { batchAcceptedSchema } from "@/lib/batches/contract";
import { closeDatabase, pool } from "@/lib/platform/database";
import { signIn } from "./support/session";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Batches: how long accepting 100,000 recipients over HTTP takes, how much memory the web process needs for it, whether
 * all are stored and a repetition gets the same bytes, and how long a small request waits meanwhile. Then, for a bounded
 * time, how fast they become messages and are handed over to the sandbox. Rates are medians of several runs, beside the
 * time that PostgreSQL alone takes for the same rows in the same runs.
 * `node bench/run.mjs batch [recipients] [seconds of releasing] [runs]`
 */
const RECIPIENTS = Number(process.argv[2] ?? 100_000);
const SECONDS = Number(process.argv[3] ?? 21);
const RUNS = Number(process.argv[4] ?? 3);

const KINDS = [
  ["numbers only", () => ({}), "Table ready"],
  [
    "with two variables",
    (at: number) => ({ variables: { name: `Guest ${at}`, code: String(at) } }),
    "Hi {{name}}: {{code}}",
  ],
  ["as large as allowed", (at: number) => ({ variables: { name: `${at} `.repeat(200).slice(0, 260) } }), "Hi {{name}}"],
] as const;

/** What is measured while it is accepted is not released meanwhile. */
const LATER = { scheduledAt: new Date(Date.now() + 86_400_000).toISOString() };

/** Resident memory of a process, in MiB. */
function memoryOf(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}

/** Looks again and again until told to stop. @returns the greatest value seen */
function peak(look: () => Promise<number> | number): { stop(): Promise<number> } {
  let going = true;
  const done = (async () => {
    let greatest = 0;
    while (going) {
      greatest = Math.max(greatest, await look());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return greatest;
  })();
  // Told by stop, or not at all when the measurement has failed before.
  done.catch(() => undefined);
  return {
    stop() {
      going = false;
      return done;
    },
  };
}

/** How long the web process takes for next to nothing, in milliseconds. */
async function smallRequest(url: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${url}/webhooks/routee/none`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  await answer.arrayBuffer();
  return performance.now() - begun;
}

const counted = async (text: string, values: unknown[] = []) =>
  Number((await pool().query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`, values)).rows[0]?.n);

/** How many messages of a batch are made, and how many of them have left. */
const standing = async (batchId: string) => ({
  made: await counted("messages WHERE batch_id = $1", [batchId]),
  left: await counted("messages WHERE batch_id = $1 AND hand_over = 'settled'", [batchId]),
});

/** Messages of a batch that wait for their hand-over. */
const WAITING = `messages m JOIN message_states s ON s.message_id = m.id
  WHERE m.batch_id = $1 AND NOT s.final AND m.hand_over = 'pending'`;

/** How long PostgreSQL alone takes to write a batch's recipients once more, in seconds. */
async function copied(batchId: string): Promise<number> {
  await pool().query("CREATE TABLE IF NOT EXISTS bench_recipients (LIKE batch_recipients INCLUDING ALL)");
  await pool().query("TRUNCATE bench_recipients");
  const begun = performance.now();
  await pool().query("INSERT INTO bench_recipients SELECT * FROM batch_recipients WHERE batch_id = $1", [batchId]);
  return (performance.now() - begun) / 1_000;
}

const stack = await startStack({ roles: ["web", "worker", "sandbox"] });
try {
  const cookie = await signIn(stack.url);
  const appId = (await pool().query<{ id: string }>("SELECT id FROM apps")).rows[0]?.id ?? "";
  const send = async (body: string, key: string) => {
    const answer = await fetch(`${stack.url}/api/batches`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "idempotency-key": key, cookie },
    });
    const text = await answer.text();
    if (answer.status !== 202) throw new Error(`Answered ${answer.status}: ${text.slice(0, 500)}`);
    return text;
  };
  const request = (kind: (typeof KINDS)[number], more: object, count = RECIPIENTS) =>
    JSON.stringify({
      appId,
      ...more,
      body: kind[2],
      recipients: Array.from({ length: count }, (_, at) => ({ to: `+3069${String(10_000_000 + at)}`, ...kind[1](at) })),
    });
  // Compiled and connected: the first requests of a process are no measure.
  for (const at of [1, 2, 3]) await send(request(KINDS[0], LATER, 1_000), `warm-${at}`);
  const pid = stack.pidOf("web") ?? 0;

  const rows: string[][] = [];
  for (const [place, kind] of KINDS.entries()) {
    const body = request(kind, LATER);
    const runs: { seconds: number; alone: number; memory: number; wait: number }[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const key = `kind-${place}-${run}`;
      const before = memoryOf(pid);
      const memory = peak(() => memoryOf(pid));
      const wait = peak(() => smallRequest(stack.url));
      const begun = performance.now();
      const first = await send(body, key);
      const seconds = (performance.now() - begun) / 1_000;
      const [highest, longest] = [await memory.stop(), await wait.stop()];
      const { id, accepted } = batchAcceptedSchema.parse(JSON.parse(first));
      const stored = await counted("batch_recipients WHERE batch_id = $1", [id]);
      if (accepted !== RECIPIENTS || stored !== RECIPIENTS)
        throw new Error(`${accepted} accepted and ${stored} stored of ${RECIPIENTS}.`);
      const batches = await counted("batches");
      if ((await send(body, key)) !== first) throw new Error("A repetition was answered with other bytes.");
      if ((await counted("batches")) !== batches) throw new Error("A repetition made another batch.");
      runs.push({ seconds, alone: await copied(id), memory: Math.max(0, highest - before), wait: longest });
    }
    const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
    rows.push([
      kind[0],
      (body.length / 1024 / 1024).toFixed(1),
      of(({ seconds }) => seconds).toFixed(1),
      `${of(({ seconds, alone }) => seconds / alone).toFixed(1)} ×`,
      `+${of(({ memory }) => memory).toFixed(0)}`,
      of(({ wait }) => wait).toFixed(0),
    ]);
  }
  console.log(
    `\n${table([`${RECIPIENTS} recipients`, "MiB of JSON", "seconds", "to PostgreSQL", "MiB of memory", "longest wait of others, ms"], rows)}\n\n` +
      "Every recipient accepted is stored; a repetition with the same key gets the same bytes and stores nothing.\n",
  );
  const { id } = batchAcceptedSchema.parse(JSON.parse(await send(request(KINDS[0], {}), "released")));
  const waiting = peak(() => counted(WAITING, [id]));
  const rates: { made: number; left: number }[] = [];
  let [before, since] = [await standing(id), performance.now()];
  for (let run = 0; run < RUNS; run += 1) {
    await new Promise((resolve) => setTimeout(resolve, (SECONDS * 1_000) / RUNS));
    const [now, seconds] = [await standing(id), (performance.now() - since) / 1_000];
    rates.push({ made: (now.made - before.made) / seconds, left: (now.left - before.left) / seconds });
    [before, since] = [now, performance.now()];
  }
  const window = await waiting.stop();
  // A worker may be in the middle of a release: one statement sees all of it or nothing.
  const both = await pool().query<{ made: string; waiting: string; numbers: string }>(
    `SELECT (SELECT count(*) FROM messages WHERE batch_id = $1) AS made,
       (SELECT count(DISTINCT "to") FROM messages WHERE batch_id = $1) AS numbers,
       (SELECT count(*) FROM batch_recipients WHERE batch_id = $1) AS waiting`,
    [id],
  );
  const now = both.rows[0];
  if (Number(now?.made) + Number(now?.waiting) !== RECIPIENTS || now?.made !== now?.numbers)
    throw new Error(
      `Of ${RECIPIENTS} there are ${now?.made} messages, to ${now?.numbers} numbers, and ${now?.waiting} wait.`,
    );
  console.log(
    `${Math.round(median(rates.map(({ made }) => made)))} messages a second were made and ` +
      `${Math.round(median(rates.map(({ left }) => left)))} handed over (medians of ${RUNS} times ${SECONDS / RUNS} s); at most ${window} waited for their hand-over. Nobody is missing, nobody twice.`,
  );
} finally {
  await closeDatabase();
  await stack.stop();
}
