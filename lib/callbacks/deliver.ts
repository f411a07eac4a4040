import { config } from "@/lib/platform/config";
import { decryptSecret } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/database";
import { type GuardedAnswer, guardedPost } from "@/lib/platform/guarded-http";
import { retryAfter } from "@/lib/routee/failure";
import { sign } from "./sign";
import {
  type Attempt,
  type ClaimedRow,
  holdPending,
  noteEndpointFailed,
  noteEndpointWell,
  type Trigger,
  writeAttempt,
} from "./store";
import { ANSWER_WITHIN_MS, meaningOf, nextAttemptDelay, PAUSE_AFTER_MS, problemOf } from "./timetable";

/**
 * Makes one attempt of a callback, and writes down what came of it.
 * @param asked who asks for it out of turn: then a failure leaves the timetable as it is.
 */
export async function deliver(row: ClaimedRow, asked: { accountId: string | null } | null = null): Promise<Attempt> {
  const at = new Date();
  const answer = await postSigned(row, at);
  const attempt = attemptOf(answer, at, asked ? "manual" : row.trigger, asked?.accountId ?? row.account_id);
  const meaning = attempt.httpStatus === null ? "failed" : meaningOf(attempt.httpStatus);
  await transaction(async (sql) => {
    // The address before its callbacks, always, so that two attempts never wait for each other.
    if (meaning === "delivered") {
      if (row.failing) await noteEndpointWell(sql, row.app_id, row.url);
      return writeAttempt(sql, row, attempt, "delivered");
    }
    if (asked) return writeAttempt(sql, row, attempt, "as it was");
    const wait = answer.kind === "answered" ? retryAfter(answer.retryAfter, at) : null;
    const delayMs = nextAttemptDelay(row.tries + 1, wait);
    const gone = meaning === "gone";
    const paused = await noteEndpointFailed(sql, row, attempt.problem ?? "", { gone, pauseAfterMs: PAUSE_AFTER_MS });
    await writeAttempt(sql, row, attempt, delayMs === null ? "failed" : { retryInMs: delayMs });
    if (paused) await holdPending(sql, row.app_id, row.url);
  });
  return attempt;
}

/** Posts a body to an app's receiver, signed with its secrets. */
export function postSigned(
  row: Pick<ClaimedRow, "id" | "app_id" | "url" | "body" | "environment"> &
    Pick<ClaimedRow, "callback_signing_secret" | "previous_signing_secret">,
  now: Date,
): Promise<GuardedAnswer> {
  const stored = [row.callback_signing_secret, row.previous_signing_secret];
  const secrets = stored.flatMap((secret) => (secret === null ? [] : [decryptSecret(secret, row.app_id)]));
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
