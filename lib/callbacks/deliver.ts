import { config } from "@/lib/platform/config";
import { CommitUnknown, type Sql, transaction } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import { type GuardedAnswer, guardedPost } from "@/lib/platform/guarded-http";
import { metrics } from "@/lib/platform/metrics";
import { type Span, traced } from "@/lib/platform/trace";
import { retryAfter } from "@/lib/routee/failure";
import { sign } from "./sign";
import { signingSecret } from "./signing-secrets";
import {
  type Address,
  type Attempt,
  type ClaimedRow,
  type Next,
  noteEndpointsFailed,
  noteEndpointsWell,
  type Trigger,
  writeAttempts,
} from "./store";
import { holdPending, takeTurns } from "./store-turns";
import { ANSWER_WITHIN_MS, meaningOf, nextAttemptDelay, PAUSE_AFTER_MS, problemOf } from "./timetable";

/**
 * Makes one attempt of a callback, and writes down what came of it.
 * @param options.asked who asks for it out of turn: then a failure leaves the timetable as it is.
 * @param options.onAnswer is called once the receiver has answered or will not, before that is written down.
 */
export function deliver(row: ClaimedRow, options: DeliverOptions = {}): Promise<Attempt> {
  const attributes = {
    "tidings.callback_id": row.id,
    "tidings.message_id": row.message_id,
    "tidings.app_id": row.app_id,
    "tidings.attempt": row.tries + 1,
  };
  return traced({ name: "callback", kind: "client", attributes }, (span) => deliverOnce(row, options, span));
}

interface DeliverOptions {
  asked?: { accountId: string | null };
  onAnswer?: (delivered: boolean) => void;
}

async function deliverOnce(row: ClaimedRow, { asked, onAnswer }: DeliverOptions, span: Span | null): Promise<Attempt> {
  const at = row.now;
  const answer = await postSigned(row, at);
  const attempt = attemptOf(answer, at, asked ? "manual" : row.trigger, asked?.accountId ?? row.account_id);
  const outcome = attempt.httpStatus === null ? "failed" : meaningOf(attempt.httpStatus);
  metrics().callbackAttempts.observe({ outcome }, attempt.durationMs / 1_000);
  span?.set({
    "tidings.outcome": outcome,
    "tidings.trigger": attempt.trigger,
    ...(attempt.httpStatus === null ? {} : { "http.response.status_code": attempt.httpStatus }),
  });
  onAnswer?.(attempt.problem === null);
  await keep({ row, attempt, ...outcomeOf(row, answer, at, asked !== undefined) });
  return attempt;
}

interface Outcome {
  next: Next;
  /** What it says of its address; null when nothing new. */
  address: "well" | "failed" | "gone" | null;
}

/** What follows from an answer. Pure. */
function outcomeOf(row: ClaimedRow, answer: GuardedAnswer, at: Date, asked: boolean): Outcome {
  const meaning = answer.kind === "answered" ? meaningOf(answer.status) : "failed";
  if (meaning === "delivered") return { next: "delivered", address: row.failing ? "well" : null };
  if (asked) return { next: "as it was", address: null };
  const wait = answer.kind === "answered" ? retryAfter(answer.retryAfter, at) : null;
  return { next: nextAttemptDelay(row.tries + 1, wait) ?? "failed", address: meaning };
}

type Kept = Outcome & { row: ClaimedRow; attempt: Attempt };

/** Attempts that end at about the same time share a commit. */
const keepInGroup = inGroups<Kept, Error | null>(
  async (group) => {
    try {
      await transaction(async (sql) => {
        for (const round of roundsOf(group)) await keepAll(sql, round);
      });
      return group.map(() => null);
    } catch (error) {
      // Written again it might count twice. Their leases run out, and they are tried again if they have to be.
      if (error instanceof CommitUnknown) return group.map(() => error);
      throw error;
    }
  },
  // Far more than the dispatcher has under way: what a receiver answered is not to be refused here.
  { name: "callback_attempts", items: 100, groups: 2, waiting: 10_000 },
);

async function keep(item: Kept): Promise<void> {
  const failure = await keepInGroup(item);
  if (failure) throw failure;
}

async function keepAll(sql: Sql, group: readonly Kept[]): Promise<void> {
  // The addresses before their callbacks, always, so that two groups never wait for each other.
  const well = addressesOf(group.filter(({ address }) => address === "well"));
  if (well.length > 0) await noteEndpointsWell(sql, well);
  const failed = addressesOf(group.filter(({ address }) => address === "failed" || address === "gone"));
  const paused = failed.length > 0 ? await noteEndpointsFailed(sql, failed, PAUSE_AFTER_MS) : [];
  await writeAttempts(sql, group);
  for (const { app_id, url } of paused) await holdPending(sql, app_id, url);
  const done = group.filter(({ next }) => next === "delivered" || next === "failed");
  await takeTurns(
    sql,
    done.map(({ row }) => row.message_id),
  );
}

/** The addresses of some attempts, each once, with the latest problem. Pure. */
function addressesOf(group: readonly Kept[]): (Address & { problem: string; gone: boolean })[] {
  const found = new Map<string, Address & { problem: string; gone: boolean }>();
  for (const { row, attempt, address } of group) {
    const key = `${row.app_id} ${row.url}`;
    const gone = address === "gone" || found.get(key)?.gone === true;
    found.set(key, { app_id: row.app_id, url: row.url, problem: attempt.problem ?? "", gone });
  }
  return [...found.values()];
}

/** Groups in which no callback comes twice: a person may ask for one that is under way. Pure. */
function roundsOf(group: readonly Kept[]): Kept[][] {
  const rounds: Kept[][] = [];
  const seen = new Map<string, number>();
  for (const item of group) {
    const round = seen.get(item.row.id) ?? 0;
    seen.set(item.row.id, round + 1);
    rounds[round] = [...(rounds[round] ?? []), item];
  }
  return rounds;
}

/** Posts a body to an app's receiver, signed with its secrets. */
export function postSigned(
  row: Pick<ClaimedRow, "id" | "app_id" | "url" | "body" | "environment"> &
    Pick<ClaimedRow, "callback_signing_secret" | "previous_signing_secret">,
  now: Date,
): Promise<GuardedAnswer> {
  const stored = [row.callback_signing_secret, row.previous_signing_secret];
  const secrets = stored.flatMap((secret) => (secret === null ? [] : [signingSecret(secret, row.app_id)]));
  return guardedPost({
    url: row.url,
    body: row.body,
    headers: {
      "content-type": "application/json",
      "user-agent": `Tidings/${config().version}`,
      ...sign(row.id, row.body, secrets, now),
    },
    timeoutMs: ANSWER_WITHIN_MS,
    httpsOnly: row.environment === "live",
    allowed: config().callbackAllowedNetworks,
  });
}

/** What is kept of an answer. Pure. */
export function attemptOf(answer: GuardedAnswer, at: Date, trigger: Trigger, accountId: string | null): Attempt {
  const base = { at, trigger, accountId };
  if (answer.kind === "refused")
    return { ...base, httpStatus: null, durationMs: 0, problem: answer.rule, responseExcerpt: null };
  if (answer.kind === "failed")
    return { ...base, httpStatus: null, durationMs: answer.durationMs, problem: answer.problem, responseExcerpt: null };
  const { status, durationMs, excerpt } = answer;
  const problem = meaningOf(status) === "delivered" ? null : problemOf(status);
  return { ...base, httpStatus: status, durationMs, problem, responseExcerpt: excerpt || null };
}
