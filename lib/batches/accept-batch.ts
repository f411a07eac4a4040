import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sender } from "@/lib/messages/sender";
import { type Sql, transaction } from "@/lib/platform/database";
import { type IdempotentRequest, keepAnswers, type StoredAnswer, takeKeys } from "@/lib/platform/idempotency";
import { Problem } from "@/lib/platform/problem";
import { isRejection, type Recipient, recipientChecker } from "./check-recipients";
import type { Rejection, SendBatch } from "./contract";
import { templateOf } from "./placeholders";
import { newBatchRow } from "./settle-batch";
import { insertBatch, insertRecipients, type NewBatchRow, notifyReleasers } from "./store";

export interface BatchAcceptance {
  batch: SendBatch;
  sender: Sender;
  /** The sender's Idempotency-Key, if any. */
  idempotencyKey: string | null;
  /** What only Routee's own addresses ask for. */
  campaign?: CampaignOptions;
  /** How the batch is answered; as our own API does, unless told. The name is part of what a key stands for. */
  answer?: { name: string; of: (accepted: AcceptedBatch) => StoredAnswer };
}

export interface CampaignOptions {
  /** Where its progress is told. */
  progress: { url: string; strategy: "OnChange" | "OnCompletion" } | null;
  /** What is filled in where a recipient has no variable of that name. */
  fallback: Record<string, string>;
  /** What else was asked for, as it came. */
  asked: unknown;
  /** Whether one wrong recipient refuses all. */
  allOrNothing: boolean;
}

/** A batch as it was just stored. */
export interface AcceptedBatch extends Omit<NewBatchRow, "rejected"> {
  rejected: readonly Rejection[];
}

/** Recipients were refused and with them the batch; they are listed. */
export class RecipientsRefused extends Problem {
  constructor(
    message: string,
    readonly rejected: readonly Rejection[],
  ) {
    const told = rejected.slice(0, 20).map(({ row, code, to }) => ({
      path: `recipients.${row}`,
      code,
      message: `Row ${row} (${to}): ${code}.`,
    }));
    super("invalid_fields", message, { errors: [{ path: "recipients", code: "custom", message }, ...told] });
  }
}

const OUR_ANSWER = {
  name: "batch",
  of: ({ id, accepted, rejected }: AcceptedBatch): StoredAnswer => ({
    status: 202,
    body: JSON.stringify({ id, accepted, rejected }),
  }),
};

/**
 * Accepts a batch: it and its recipients are stored in one transaction, and only then is it answered. Messages are made
 * later, bit by bit. Recipients that are not right are left out and told. A repetition with the same idempotency key
 * gets the first answer, byte for byte.
 * @throws {Problem} `invalid_fields` ({@link RecipientsRefused} when no recipient is left), `conflict` when a campaign
 *   of that name exists, `idempotency_key_reused`, `idempotency_in_progress`.
 */
export async function acceptBatch(acceptance: BatchAcceptance): Promise<StoredAnswer> {
  const { answer = OUR_ANSWER } = acceptance;
  const checked = await checkRecipients(acceptance);
  const request = requestOf(acceptance, checked.fingerprint);
  return transaction(async (sql) => {
    const [taken] = request ? await takeKeys(sql, [request]) : [];
    if (taken instanceof Problem) throw taken;
    if (taken !== undefined && taken !== "first") return taken;
    const row = await newBatchRow(sql, acceptance, checked, new Date());
    await named(() => insertBatch(sql, row));
    await storeRecipients(sql, row.id, checked.accepted);
    const given = answer.of(row);
    if (request) await keepAnswers(sql, [{ request, answer: given }]);
    notifyReleasers(sql);
    return given;
  });
}

export interface CheckedRecipients {
  accepted: readonly Recipient[];
  rejected: readonly Rejection[];
  /** Of everything that was asked. */
  fingerprint: string;
}

/** So long one may work before others have their turn, in milliseconds: receipts must not wait. */
const TURN_MS = 10;

/**
 * Checks all recipients, letting others work in between.
 * @throws {RecipientsRefused} when none is left, or one is wrong and all have to be right.
 */
export async function checkRecipients({ batch, campaign }: BatchAcceptance): Promise<CheckedRecipients> {
  const { recipients, ...head } = batch;
  const check = recipientChecker(templateOf(batch.body, campaign ? "campaign" : "batch"), campaign?.fallback);
  const hash = createHash("sha256").update(JSON.stringify([head, campaign ?? null]));
  const accepted: Recipient[] = [];
  const rejected: Rejection[] = [];
  let begun = performance.now();
  for (const [at, recipient] of recipients.entries()) {
    const checked = check(recipient, at + 1);
    if (isRejection(checked)) rejected.push(checked);
    else accepted.push(checked);
    hash.update(JSON.stringify(recipient) ?? "").update("\n");
    if (performance.now() - begun > TURN_MS) {
      await nextTurn();
      begun = performance.now();
    }
  }
  if (accepted.length === 0) throw new RecipientsRefused("None of the recipients is right.", rejected);
  if (campaign?.allOrNothing && rejected.length > 0)
    throw new RecipientsRefused("Some of the recipients are not right.", rejected);
  return { accepted, rejected, fingerprint: hash.digest("hex") };
}

/** So many recipients are stored by one statement. */
const CHUNK = 4_000;

/** Stores recipients within the caller's transaction. */
export async function storeRecipients(sql: Sql, batchId: string, recipients: readonly Recipient[]): Promise<void> {
  for (let at = 0; at < recipients.length; at += CHUNK) {
    const chunk = recipients.slice(at, at + CHUNK);
    const some = chunk.some(({ variables }) => variables !== null);
    await insertRecipients(sql, batchId, {
      rows: chunk.map(({ row }) => row),
      to: chunk.map(({ to }) => to),
      variables: some ? chunk.map(({ variables }) => variables && JSON.stringify(variables)) : null,
    });
  }
}

/** A campaign's name is its app's only once. @throws {Problem} `conflict` */
export async function named(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Error && "constraint" in error && error.constraint === "batches_campaign_name")) throw error;
    const message = "There is a campaign of this name already. Choose another name.";
    throw new Problem("conflict", message, { errors: [{ path: "name", code: "name_taken", message }] });
  }
}

function requestOf(
  { sender, idempotencyKey, answer = OUR_ANSWER }: BatchAcceptance,
  fingerprint: string,
): IdempotentRequest | null {
  if (idempotencyKey === null) return null;
  const scope = sender.key ? `key:${sender.key.id}` : `account:${sender.accountId}`;
  return { scope, key: idempotencyKey, fingerprint: `${answer.name}\n${fingerprint}` };
}
