import { newSigningSecret } from "@/lib/apps/rotate-signing-secret";
import { config } from "@/lib/platform/config";
import { encryptSecret } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/database";
import { checkedAddresses, type GuardedAnswer } from "@/lib/platform/guarded-http";
import { newId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { Check, Diagnosis } from "./contract";
import { postSigned } from "./deliver";
import { type AppForTest, readAppForTest } from "./store";
import { testBody } from "./test-callback";
import { ANSWER_WITHIN_MS, meaningOf, problemOf } from "./timetable";

/** A receiver that takes longer is close to the time-out, or will be under load. */
const SLOW_MS = 3_000;

/**
 * Examines a callback address: its form and name, the addresses behind it, a signed test event, one with a wrong
 * signature (which a careful receiver refuses), the same event twice, and how long the answers take.
 * @returns each check with what was found, and what to do where something is wrong; later ones are left out when an
 * earlier one makes them pointless.
 */
export async function examine(appId: string, url: string | undefined): Promise<Diagnosis> {
  const app = await readAppForTest(pool(), appId);
  if (!app) throw new Problem("not_found", "There is no app with this id.");
  const target = url ?? app.default_callback_url;
  if (target === null) {
    const message = "Name an address: this app has no default callback.";
    throw new Problem("invalid_fields", message, { errors: [{ path: "url", code: "required", message }] });
  }
  const address = await checkAddress(app, target);
  return { url: target, checks: address.result === "bad" ? [address] : [address, ...(await checkEvents(app, target))] };
}

async function checkAddress(app: AppForTest, url: string): Promise<Check> {
  const allowed = config().callbackAllowedNetworks;
  const checked = await checkedAddresses(url, { httpsOnly: app.environment === "live", allowed });
  const name = "Address";
  if ("rule" in checked)
    return bad(name, checked.rule, "Use a public address with https, or open its range on purpose.");
  if ("problem" in checked) return bad(name, checked.problem, "Check the host's name and its DNS records.");
  return good(name, `${new URL(url).hostname} is ${checked.addresses.join(", ")}, which may be called.`);
}

async function checkEvents(app: AppForTest, url: string): Promise<Check[]> {
  const now = new Date();
  const event = { ...app, id: newId(), url, body: testBody(app.name, now) };
  const first = await postSigned(event, now);
  const connection = ofConnection(url, first);
  if (first.kind !== "answered") return [connection];
  const again = await postSigned(event, new Date());
  const forged = await postSigned(
    {
      ...event,
      id: newId(),
      callback_signing_secret: encryptSecret(newSigningSecret(), app.app_id),
      previous_signing_secret: null,
    },
    new Date(),
  );
  return [
    connection,
    ofSigned(first),
    ofForged(first, forged),
    ofRepeated(first, again),
    ofLatency([first, again, forged]),
  ];
}

function ofConnection(url: string, answer: GuardedAnswer): Check {
  const secure = url.startsWith("https:");
  const name = secure ? "Connection and certificate" : "Connection";
  if (answer.kind === "answered")
    return secure
      ? good(name, `Connected to ${answer.address}; the certificate is valid.`)
      : maybe(
          name,
          `Connected to ${answer.address} without encryption.`,
          "Use https: the text of messages passes here.",
        );
  const why = answer.kind === "refused" ? answer.rule : answer.problem;
  return bad(name, why, "Check that the receiver runs, that its firewall lets us in, and its certificate.");
}

function ofSigned(answer: GuardedAnswer): Check {
  const name = "Signed event";
  if (answer.kind !== "answered") return bad(name, "It was not answered.", "Try again.");
  if (meaningOf(answer.status) === "delivered") return good(name, `Answered ${answer.status}.`);
  return bad(
    name,
    problemOf(answer.status),
    "Answer 2xx to a callback whose signature is right, as soon as it is kept.",
  );
}

function ofForged(first: GuardedAnswer, answer: GuardedAnswer): Check {
  const name = "Wrong signature";
  if (first.kind === "answered" && meaningOf(first.status) !== "delivered") return notToBeTold(name);
  if (answer.kind === "answered" && meaningOf(answer.status) !== "delivered")
    return good(name, `Refused with ${answer.status}, as it should be.`);
  if (answer.kind !== "answered") return maybe(name, "It was not answered.", "Answer 401 to a wrong signature.");
  return maybe(
    name,
    `Answered ${answer.status}: the receiver takes callbacks that anybody could have made.`,
    "Verify the signature with the app's signing secret, and answer 401 when it is wrong.",
  );
}

function ofRepeated(first: GuardedAnswer, again: GuardedAnswer): Check {
  const name = "The same event twice";
  const status = again.kind === "answered" ? again.status : null;
  if (status !== null && meaningOf(status) === "delivered") return good(name, `Answered ${status} again.`);
  if (first.kind === "answered" && meaningOf(first.status) !== "delivered") return notToBeTold(name);
  return bad(
    name,
    status === null ? "The second time it was not answered." : `Answered ${status} the second time.`,
    "Callbacks come at least once: answer 2xx to a webhook-id that you have seen.",
  );
}

function ofLatency(answers: readonly GuardedAnswer[]): Check {
  const name = "Time to answer";
  const slowest = Math.max(...answers.map((answer) => (answer.kind === "refused" ? 0 : answer.durationMs)));
  const words = `At most ${slowest} ms; ${ANSWER_WITHIN_MS / 1_000} s are allowed.`;
  return slowest < SLOW_MS ? good(name, words) : maybe(name, words, "Keep the callback, answer, and work on it later.");
}

const notToBeTold = (name: string): Check =>
  maybe(name, "Not to be told while the signed event fails.", "Mend that first.");
const good = (name: string, found: string): Check => ({ name, result: "good", found, advice: null });
const maybe = (name: string, found: string, advice: string): Check => ({ name, result: "warning", found, advice });
const bad = (name: string, found: string, advice: string): Check => ({ name, result: "bad", found, advice });
