import { randomUUID } from "node:crypto";
import { sentAs } from "@/lib/sms/body-analysis";
import { chance } from "./chance";
import type { Courier } from "./courier";
import { courseOf } from "./course";
import type { Hostility } from "./hostility";
import type { Ledger } from "./ledger";
import type { Message } from "./message";
import { networkOf } from "./network";
import { planReceipts } from "./planned-receipts";
import type { SendOrder } from "./validate";

/** What a message is taken for, beside the order itself. */
export interface TakeOptions {
  campaign?: Message["campaign"];
  /** It goes out so much later; milliseconds at speed 1. */
  delayMs?: number;
  /** Taken although the balance does not suffice: then it is not sent. */
  evenUnpaid?: boolean;
}

export type Take = (applicationId: string, order: SendOrder, options?: TakeOptions) => Message | "insufficient_balance";

const STRANGE_WORDS = ["Buffered", "Routing", "Network Error", "Unroutable"];

/** Takes messages: pays, decides what becomes of each, and lets it begin. */
export function createTaking(ledger: Ledger, courier: Courier, hostility: Hostility): Take {
  return (applicationId, order, { campaign = null, delayMs = 0, evenUnpaid = false } = {}) => {
    const { to, from, body, label, callback, ttl } = order;
    const { sentBody, parts } = sentAs(body, order.transcode);
    const { country, operator, price } = networkOf(to);
    const charged = ledger.application(applicationId).balance >= price * parts;
    if (!charged && !evenUnpaid) return "insufficient_balance";

    const { faults, speed } = ledger;
    const { unknownStatusShare } = faults.receipts;
    const seed = Math.floor(hostility.series("messages") * 2 ** 32);
    const dice = (...about: (string | number)[]) => chance(seed, ...about);
    const word =
      dice("strange") < unknownStatusShare ? STRANGE_WORDS[Math.floor(dice("word") * STRANGE_WORDS.length)] : null;
    const acceptedAt = Date.now();
    const ttlMs = ttl === null ? null : ttl * 60_000;
    const changes = courseOf(to, parts, acceptedAt, speed, { ttlMs, word: word ?? null, unpaid: !charged, delayMs });
    const receiptFaults = { ...faults.receipts, initialQueuedReceipt: faults.choices.initialQueuedReceipt };
    const message: Message = {
      sequence: 0,
      trackingId: randomUUID(),
      applicationId,
      to,
      from,
      body,
      sentBody,
      label,
      callback,
      campaign,
      country,
      operator,
      price,
      charged,
      acceptedAt,
      smsIds: Array.from({ length: parts }, () => randomUUID()),
      changes,
      receipts: planReceipts({ to, callback, changes }, speed, receiptFaults, dice),
    };
    ledger.take(message);
    courier.follow(message);
    return message;
  };
}
