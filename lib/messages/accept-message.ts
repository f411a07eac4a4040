import { requireAllowedForm } from "@/lib/apps/callback-address";
import { type AppDefaults, readDefaults } from "@/lib/apps/read-defaults";
import { CommitUnknown, committing, groupPool, type Sql, transaction } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import {
  type IdempotentRequest,
  keepAnswers,
  type StoredAnswer,
  type Taken,
  takeKeys,
} from "@/lib/platform/idempotency";
import { metrics } from "@/lib/platform/metrics";
import { Problem } from "@/lib/platform/problem";
import type { Message, SendMessage } from "./contract";
import { withPartitions } from "./partitions";
import type { Sender } from "./sender";
import { makeMessage, type NewMessage, type SettledMessage, settle, storeMessages } from "./store-messages";

export interface Acceptance {
  message: SendMessage;
  sender: Sender;
  /** The sender's Idempotency-Key, if any. */
  idempotencyKey: string | null;
  /** How the message is answered; as our own API does, unless told. The name is part of what a key stands for. */
  answer?: { name: string; of: (message: Message) => StoredAnswer };
}

const OUR_ANSWER = {
  name: "message",
  of: (message: Message): StoredAnswer => ({ status: 202, body: JSON.stringify(message) }),
};

/**
 * Accepts a message: the message, its first event and its job are stored in one transaction, and only then is it
 * answered. Messages that come at the same time share a transaction. A repetition with the same idempotency key gets
 * the first answer, byte for byte.
 * @returns the answer: 202 and the message as JSON, unless told otherwise.
 * @throws {Problem} `invalid_fields` when the app does not exist or no sender is known, `idempotency_key_reused`,
 *   `idempotency_in_progress`.
 */
export async function acceptMessage(acceptance: Acceptance): Promise<StoredAnswer> {
  const outcome = await accept(acceptance);
  if (outcome instanceof Error) throw outcome;
  metrics().accepted.inc({ source: acceptance.sender.key ? "api" : "dashboard" });
  return outcome;
}

type Outcome = StoredAnswer | Problem | CommitUnknown;

/** What can be refused is an outcome here and not thrown, so that it does not undo its neighbours. */
const accept = inGroups<Acceptance, Outcome>(
  async (group) => {
    try {
      return await withPartitions(() => acceptGroup(group));
    } catch (error) {
      // Done again it might be sent twice.
      if (error instanceof CommitUnknown) return group.map(() => error);
      throw error;
    }
  },
  { name: "accepted", items: 64, groups: 2, waiting: 1_000 },
);

/** Without a key to be kept, one statement does it all. */
function acceptGroup(group: readonly Acceptance[]): Promise<Outcome[]> {
  if (group.some(({ idempotencyKey }) => idempotencyKey !== null))
    return transaction((sql) => acceptAll(sql, group, (made) => storeMessages(sql, made)), groupPool());
  return acceptAll(groupPool(), group, (made) => committing((sql) => storeMessages(sql, made), groupPool()));
}

type Store = (made: readonly NewMessage[]) => Promise<void>;

async function acceptAll(sql: Sql, group: readonly Acceptance[], store: Store): Promise<Outcome[]> {
  const apps = await readDefaults(
    sql,
    group.map(({ message }) => message.appId),
  );
  const now = new Date();
  const outcomes = new Map<Acceptance, Outcome>();
  let waiting: Settled[] = [];
  for (const acceptance of group) {
    const settled = settleFor(acceptance, apps.get(acceptance.message.appId), now);
    if (settled instanceof Problem) outcomes.set(acceptance, settled);
    else waiting.push({ acceptance, settled, request: requestOf(acceptance) });
  }
  // A key that comes twice in a group is looked at again when its first request has been answered.
  while (waiting.length > 0) {
    const names = waiting.map(({ request }) => request && `${request.scope}\n${request.key}`);
    const isRepeat = (name: string | null, place: number) => name !== null && names.indexOf(name) < place;
    const turn = waiting.filter((_, place) => !isRepeat(names[place] ?? null, place));
    for (const [acceptance, outcome] of await acceptDistinct(sql, turn, store)) outcomes.set(acceptance, outcome);
    waiting = waiting.filter(({ acceptance }) => !outcomes.has(acceptance));
  }
  return group.map((acceptance) => {
    const outcome = outcomes.get(acceptance);
    if (!outcome) throw new Error("A message of a group was not answered.");
    return outcome;
  });
}

interface Settled {
  acceptance: Acceptance;
  settled: SettledMessage;
  request: IdempotentRequest | null;
}

/** Accepts messages of which no two have the same key. */
async function acceptDistinct(sql: Sql, turn: readonly Settled[], store: Store): Promise<[Acceptance, Outcome][]> {
  const requests = turn.flatMap(({ request }) => request ?? []);
  const taken = new Map((await takeKeys(sql, requests)).map((one, index) => [requests[index], one]));
  const keyOf = ({ request }: Settled): Taken => (request && taken.get(request)) ?? "first";
  const fresh = turn.filter((one) => keyOf(one) === "first");
  const made = fresh.map(({ settled }) => makeMessage(settled));
  // Before they are stored: what fails afterwards could not be told from a message that was not.
  const answered = fresh.flatMap(({ acceptance, request }, index) => {
    const message = made[index]?.message;
    return message ? [{ acceptance, request, answer: (acceptance.answer ?? OUR_ANSWER).of(message) }] : [];
  });
  await store(made);
  await keepAnswers(
    sql,
    answered.flatMap(({ request, answer }) => (request ? [{ request, answer }] : [])),
  );
  const repeated = turn.flatMap((one): [Acceptance, Outcome][] => {
    const key = keyOf(one);
    return key === "first" ? [] : [[one.acceptance, key]];
  });
  return [...repeated, ...answered.map(({ acceptance, answer }): [Acceptance, Outcome] => [acceptance, answer])];
}

/** The app's rules and defaults for one message. Pure. */
function settleFor({ message, sender }: Acceptance, app: AppDefaults | undefined, now: Date): SettledMessage | Problem {
  if (!app) return invalid("appId", "not_found", "There is no such app. Choose another.");
  if (app.archived) return invalid("appId", "archived", "This app is archived and sends nothing. Choose another.");
  const from = message.from ?? app.defaultSender;
  if (from === null) return invalid("from", "required", "Enter a sender ID: this app has no default one.");
  try {
    if (message.callback) requireAllowedForm(message.callback.url, app.environment, "callback.url");
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return settle(message, app, from, sender, now);
}

function requestOf({ message, sender, idempotencyKey, answer = OUR_ANSWER }: Acceptance): IdempotentRequest | null {
  if (idempotencyKey === null) return null;
  const scope = sender.key ? `key:${sender.key.id}` : `account:${sender.accountId}`;
  return { scope, key: idempotencyKey, fingerprint: `${answer.name}\n${JSON.stringify(message)}` };
}

function invalid(path: string, code: string, message: string): Problem {
  return new Problem("invalid_fields", message, { errors: [{ path, code, message }] });
}
