import { setTimeout as delay } from "node:timers/promises";
import { createApp } from "@/lib/apps/create-app";
import { acceptMessage } from "@/lib/messages/accept-message";
import { messageSchema } from "@/lib/messages/contract";
import { recordObservations } from "@/lib/messages/record-observations";
import { closeDatabase, pool, prisma, transaction } from "@/lib/platform/database";
import { callbackProblems, readCallbacks } from "./support/callback-check";
import { type Receivers, startReceivers } from "./support/receivers";
import { seedMessages } from "./support/seed-messages";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Callbacks out: so many to receivers that are good, slow, flaky, dead, redirecting and gone, while the worker is
 * killed (-9), and what came of them: all delivered or held or still tried, in order for each message, none missing,
 * byte for byte the same on every attempt, every signature good. Prints the delivery rate and the time from event to
 * first attempt.
 * `npm run bench:callbacks [-- callbacks]`
 */
const TOTAL = Number(process.argv[2] ?? 5_000);
const STATUSES = ["Queued", "Sent", "Delivered"];
const KINDS = ["good", "slow", "flaky", "dead", "redirecting", "gone"] as const;
const SHARE: Readonly<Record<(typeof KINDS)[number], number>> = {
  good: 0.6,
  slow: 0.1,
  flaky: 0.12,
  dead: 0.06,
  redirecting: 0.06,
  gone: 0.06,
};
const GIVE_UP_MS = 8 * 60_000;
const begun = performance.now();
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);

/** An app for a kind of receiver, and messages that Routee has taken. */
async function given(kind: (typeof KINDS)[number], receivers: () => Receivers, accountId: string) {
  const app = await createApp(prisma(), { name: kind, environment: "sandbox", defaultSender: "Tidings" });
  const accepted = await acceptMessage({
    message: { appId: app.id, to: "+306900000001", body: "Table ready" },
    sender: { accountId },
    idempotencyKey: null,
  });
  const template = messageSchema.parse(JSON.parse(accepted.body)).id;
  await pool().query("UPDATE messages SET hand_over = 'settled' WHERE id = $1", [template]);
  return {
    kind,
    secret: app.callbackSigningSecret,
    async seed() {
      const base = kind === "dead" ? receivers().deadUrl : receivers().url;
      await pool().query(
        "UPDATE apps SET default_callback_url = $2, default_callback_strategy = 'OnChange' WHERE id = $1",
        [app.id, `${base}/${kind}`],
      );
      return seedMessages(template, Math.round((TOTAL * SHARE[kind]) / STATUSES.length));
    },
  };
}

async function report(ids: readonly string[], status: string, second: number): Promise<void> {
  const at = new Date(Date.UTC(2026, 2, 2, 9, 15, second)).toISOString();
  for (let from = 0; from < ids.length; from += 100)
    await transaction((sql) =>
      recordObservations(
        sql,
        ids.slice(from, from + 100).map((messageId) => ({
          messageId,
          source: "receipt" as const,
          receivedAt: new Date().toISOString(),
          observation: { origin: "report" as const, status, at, segment: 1, parts: 1, smsId: `sms-${messageId}` },
        })),
      ),
    );
}

const count = async (where: string) =>
  Number((await pool().query<{ n: string }>(`SELECT count(*) AS n FROM callbacks ${where}`)).rows[0]?.n);

const stack = await startStack({ roles: ["worker"], env: { CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" } });
let receivers: Receivers | undefined;
const opened = () => {
  if (!receivers) throw new Error("The receivers are not there yet.");
  return receivers;
};
try {
  const { setUp } = await import("@/lib/apps/set-up");
  const owner = await setUp({ email: "bench@example.com", password: "bench bench bench" });
  const apps = await Promise.all(KINDS.map((kind) => given(kind, opened, owner.id)));
  const secrets = new Map<string, string>(apps.map(({ kind, secret }) => [kind, secret]));
  receivers = await startReceivers((kind) => secrets.get(kind) ?? "");
  const ids = (await Promise.all(apps.map((app) => app.seed()))).flat();

  say(`${ids.length} messages change ${STATUSES.length} times each`);
  const started = performance.now();
  const changes = (async () => {
    for (const [index, status] of STATUSES.entries()) await report(ids, status, index + 1);
  })();
  let kills = 0;
  const killing = (async () => {
    for (const wait of [1_500, 4_000]) {
      await delay(wait);
      if (stack.kill("worker")) kills += 1;
    }
  })();
  await Promise.all([changes, killing]);
  const settled = "WHERE status = 'pending' AND url NOT LIKE '%/dead' AND url NOT LIKE '%/redirecting'";
  while ((await count(settled)) > 0) {
    if (performance.now() - started > GIVE_UP_MS) throw new Error("The time is over.");
    // What failed once need not be waited for.
    await pool().query(
      // Locked in the order in which the worker locks.
      `UPDATE callbacks c SET next_attempt_at = now() FROM (
         SELECT f.message_id, f.sequence FROM callbacks f WHERE f.status = 'pending' AND f.url LIKE '%/flaky' AND f.tries > 0
           AND f.next_attempt_at > now() AND (f.next_attempt_at < now() + interval '6 seconds' OR f.tries > 1)
           AND NOT EXISTS (SELECT FROM callback_attempts t WHERE t.message_id = f.message_id
             AND t.sequence = f.sequence AND t.at > now() - interval '1 second')
         ORDER BY f.message_id, f.sequence FOR UPDATE OF f SKIP LOCKED
       ) f WHERE c.message_id = f.message_id AND c.sequence = f.sequence`,
    );
    await delay(200);
  }
  const seconds = (performance.now() - started) / 1_000;

  const rows = await readCallbacks();
  const problems = callbackProblems(receivers.received, rows);
  if (rows.length !== ids.length * STATUSES.length)
    problems.push(`${ids.length * STATUSES.length} callbacks were to be made, ${rows.length} are there`);
  if (receivers.forged > 0) problems.push(`${receivers.forged} signatures were not accepted`);
  const waits = await pool().query<{ ms: number }>(
    `SELECT extract(epoch FROM t.at - c.created_at)::float * 1000 AS ms FROM callbacks c
     JOIN callback_attempts t ON t.message_id = c.message_id AND t.sequence = c.sequence AND t.attempt = 1
     WHERE c.url LIKE '%/good' AND NOT EXISTS (SELECT FROM callbacks e WHERE e.message_id = c.message_id AND e.sequence < c.sequence)
     ORDER BY 1`,
  );
  const wait = (share: number) => waits.rows[Math.floor((waits.rows.length - 1) * share)]?.ms ?? 0;
  const delivered = rows.filter(({ status }) => status === "delivered").length;
  console.log(
    `\n${table(
      ["receiver", "delivered", "held", "tried again later", "failed"],
      KINDS.map((kind) => {
        const of = (status: string) => String(rows.filter((row) => row.kind === kind && row.status === status).length);
        return [kind, of("delivered"), of("held"), of("pending"), of("failed")];
      }),
    )}\n\n${delivered} delivered in ${seconds.toFixed(0)} s (${Math.round(delivered / seconds)}/s), worker killed ${kills} times.\n` +
      `From the first event to its first attempt, good receiver: median ${median(waits.rows.map(({ ms }) => ms)).toFixed(0)} ms, p95 ${wait(0.95).toFixed(0)} ms.\n` +
      `Problems: ${problems.length}`,
  );
  for (const problem of problems.slice(0, 30)) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await receivers?.close();
  await closeDatabase();
  await stack.stop();
}
