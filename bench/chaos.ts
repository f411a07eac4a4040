import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createKey } from "@/lib/keys/create-key";
import { readMessage } from "@/lib/messages/read-message";
import { closeDatabase } from "@/lib/platform/database";
import { checkSubmits } from "./chaos/check";
import { stepClock } from "./chaos/clock";
import { FAULTS, type Scene } from "./chaos/faults";
import { settleAll } from "./chaos/settle-all";
import { startLoad } from "./chaos/submits";
import { random } from "./soak-mixture";
import { callbackProblems, readCallbacks } from "./support/callback-check";
import { type Receivers, startReceivers } from "./support/receivers";
import { signIn } from "./support/session";
import { control, waitUntil } from "./support/settle";
import { compare, readLedger } from "./support/soak-check";
import { startStack } from "./support/stack";
import { table } from "./support/table";

/**
 * Chaos: under steady load everything that Tidings stands on fails, at random and one after the other; then both sides
 * and what callers and receivers say are compared. Ends with 1 when anything was lost, done twice or told wrongly.
 * `npm run chaos -- --minutes 10 --seed 7 --faults web,away,clock`
 */
const { values: args } = parseArgs({
  options: {
    /** How long things go wrong; what follows takes a minute or two more. */
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(1_000_000)) },
    /** Which faults, by their names in bench/chaos/faults.ts. */
    faults: { type: "string", default: Object.keys(FAULTS).join(",") },
    "per-second": { type: "string", default: "15" },
    /** Each fault once and short: a part of `npm test`. */
    small: { type: "boolean", default: false },
  },
});
const SEED = Number(args.seed);
const names = args.faults.split(",");
const unknown = names.filter((name) => !(name in FAULTS));
if (unknown.length > 0) throw new Error(`${unknown.join(", ")} is none of ${Object.keys(FAULTS).join(", ")}.`);
const LASTING = args.small
  ? { away: 3_000, frozen: 6_000, full: 2_000, sandbox: 2_000, clock: 1_500 }
  : { away: 20_000, frozen: 20_000, full: 15_000, sandbox: 60_000, clock: 15_000 };
/** Between two faults, on average. */
const PAUSE_MS = args.small ? 200 : 4_000;
const SETTLING_MS = args.small ? 90_000 : 300_000;

/** Needs nothing of what the others break, so that where time is short it goes beside them. */
const ASIDE = "start";

const begun = performance.now();
const faultsUntil = begun + Number(args.minutes) * 60_000;
const deadline = (args.small ? begun + 60_000 : faultsUntil) + SETTLING_MS;
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);
const chance = random(SEED);
say(`seed ${SEED}`);

/** Each once in random order, again and again: until the time is over, or just once. */
function* course(): Generator<string> {
  do {
    const bag = names.filter((name) => !(args.small && name === ASIDE));
    while (bag.length > 0) yield* bag.splice(Math.floor(chance() * bag.length), 1);
  } while (!args.small);
}

const folder = mkdtempSync(join(tmpdir(), "tidings-chaos-"));
const clock = stepClock(folder);
const stack = await startStack({
  roles: ["sandbox", "worker", "web"],
  env: {
    SANDBOX_SPEED: "10",
    ROUTEE_TIMEOUT_MS: "1500",
    DATABASE_TIMEOUT_MS: "2000",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
    CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8",
  },
  envOf: { web: clock.env, worker: clock.env },
  journal: true,
});
let receivers: Receivers | undefined;
try {
  const cookie = await signIn(stack.url);
  const secrets = new Map<string, string>();
  receivers = await startReceivers((kind) => secrets.get(kind) ?? "");
  const created = await fetch(`${stack.url}/api/apps`, {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify({
      name: "shaky",
      environment: "sandbox",
      defaultSender: "Tidings",
      defaultCallback: { url: `${receivers.url}/shaky`, strategy: "OnChange" },
    }),
  });
  const app = (await created.json()) as { id: string; callbackSigningSecret: string };
  secrets.set("shaky", app.callbackSigningSecret);
  const { secret: key } = await createKey(
    { id: app.id, environment: "sandbox" },
    { name: "chaos", scopes: ["messages:send", "messages:read"], requestsPerMinute: 1_000_000 },
    null,
  );
  await control(stack, "faults", { seed: SEED, receipts: { duplicateShare: 0.05, shuffle: true } });

  const counts = new Map<string, number>();
  const load = startLoad({
    url: stack.url,
    key,
    perSecond: Number(args["per-second"]),
    chance: random(SEED + 1),
    deadline,
  });
  const scene: Scene = {
    stack,
    clock,
    chance,
    lasting: LASTING,
    brief: args.small,
    problems: [],
    skipped: [],
    count: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    probes: { url: stack.url, key, cookie },
  };
  await waitUntil("something is accepted", deadline, async () => load.submits.some(({ id }) => id !== null));
  const aside = args.small && names.includes(ASIDE) ? FAULTS[ASIDE]?.(scene) : undefined;
  for (const name of course()) {
    if (!args.small && performance.now() > faultsUntil) break;
    say(name);
    await FAULTS[name]?.(scene);
    await delay(PAUSE_MS * 2 * chance());
  }
  await aside;
  say("no more faults; waiting for careful callers");
  await load.stop();
  await settleAll(stack, { say, deadline }).catch((error: unknown) => {
    scene.problems.push(error instanceof Error ? error.message : String(error));
  });

  say("comparing all sides");
  const submits = await checkSubmits(load.submits);
  const ledger = await readLedger(stack.sandboxUrl);
  const outages = counts.get("sandbox killed (-9) and away") ?? 0;
  const verdict = await compare(ledger, submits.ids, { unrecordedTries: outages });
  const callbacks = await readCallbacks();
  const answers = new Map<number, number>();
  for (const { httpStatus } of ledger.posted) answers.set(httpStatus ?? 0, (answers.get(httpStatus ?? 0) ?? 0) + 1);
  const problems = [
    ...scene.problems,
    ...load.problems,
    ...submits.problems,
    ...verdict.problems,
    ...callbackProblems(receivers.received, callbacks),
    ...callbacks.filter(({ status }) => status !== "delivered").map(({ id, status }) => `callback ${id} is ${status}`),
    ...(receivers.forged > 0 ? [`${receivers.forged} signatures were not accepted`] : []),
    ...[...answers].flatMap(([status, count]) =>
      [200, 503, 0].includes(status) ? [] : [`${count} receipts were answered ${status}`],
    ),
  ];
  const accepted = load.submits.filter(({ id }) => id !== null).length;
  const row = (what: string, count: number) => [what, String(count)];
  console.log(
    `\n${table(
      ["what", "count"],
      [
        ...[...counts].map(([what, count]) => row(what, count)),
        row("submits", load.submits.length),
        row("submits accepted", accepted),
        row("submits without an answer", load.submits.length - accepted),
        row("messages stored", verdict.messages),
        ...[...load.statuses].map(([status, count]) =>
          row(`tries to submit answered ${status || "not at all"}`, count),
        ),
        row("taken by the sandbox, each once", verdict.taken),
        ...[...answers].map(([status, count]) => row(`receipts answered ${status || "not at all"}`, count)),
        row("receipts stored", verdict.receipts.stored),
        row("callbacks written and delivered", callbacks.length),
        row("callbacks that arrived, repetitions too", receivers.received.length),
        ...Object.entries(verdict.statuses).map(([status, count]) => row(status, count)),
        row("problems", problems.length),
      ],
    )}\n\nSeed ${SEED}, ${((performance.now() - begun) / 60_000).toFixed(1)} minutes.`,
  );
  for (const what of scene.skipped) console.log(`Skipped: ${what}`);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  for (const id of new Set(problems.slice(0, 50).flatMap((problem) => /^[0-9a-f-]{36}/.exec(problem) ?? [])))
    console.log(`\n${id}\n${JSON.stringify(await readMessage(id), null, 1)}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await receivers?.close();
  await closeDatabase();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
