import type { Campaign } from "./campaign";
import type { Ledger } from "./ledger";
import type { Message, PlannedReceipt } from "./message";
import { campaignParcel, type Parcel, parcelOf, type Tries, triesKey, triesOf } from "./parcels";
import { createPoster } from "./poster";
import { retryAt } from "./retries";
import { createSlots } from "./slots";
import type { Timers } from "./timers";

/** Lets happen what is to happen to messages, and posts the receipts. */
export interface Courier {
  /** Begins with a message that stands in the ledger. */
  follow(message: Message): void;
  /** Posts one report of a campaign's progress. @param index of the campaign's reports. */
  report(campaign: Campaign, index: number): void;
  /** Goes on with everything that a restart interrupted. */
  resume(): void;
  /** Gives up what is under way, for a reset. */
  drop(): void;
  close(): Promise<void>;
}

/** @param onChange is told of each change after it has happened. */
export function createCourier(ledger: Ledger, timers: Timers, onChange: (message: Message) => void): Courier {
  const poster = createPoster();
  const slots = createSlots(() => ledger.faults.receipts.concurrency);
  /** The last first try of each message: the next one waits for it, so that receipts leave in their order. */
  const lastTry = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  /** What was begun before a reset is over. */
  let round = { over: false };

  /** @param receipts those that were never tried, in the order in which they are due. */
  function follow(message: Message, receipts: readonly PlannedReceipt[] = message.receipts, from = 0): void {
    const index = message.changes.findIndex(({ at }) => at === null);
    const change = message.changes[index];
    const receipt = receipts[from];
    // The change first where both are due, since a receipt tells what has happened.
    if (change && (!receipt || change.dueAt <= receipt.dueAt || receipt.change >= index))
      timers.at(change.dueAt, () => {
        ledger.change(message, index, Date.now());
        onChange(message);
        follow(message, receipts, from);
      });
    else if (receipt)
      timers.at(receipt.dueAt, () => {
        post(parcelOf(message, receipt));
        follow(message, receipts, from + 1);
      });
  }

  function post(parcel: Parcel | null): void {
    if (!parcel) return;
    const { trackingId } = parcel;
    const current = round;
    const before = parcel.attempts === 0 ? lastTry.get(trackingId) : undefined;
    const attempt = before ? before.then(() => attemptPost(parcel, current)) : attemptPost(parcel, current);
    underWay.add(attempt);
    if (parcel.attempts === 0) lastTry.set(trackingId, attempt);
    attempt.finally(() => {
      underWay.delete(attempt);
      if (lastTry.get(trackingId) === attempt) lastTry.delete(trackingId);
    });
  }

  async function attemptPost(parcel: Parcel, current: { over: boolean }): Promise<void> {
    if (current.over) return;
    await slots.enter();
    const at = Date.now();
    const answer = current.over ? null : await poster.post(parcel.url, parcel.contentType, parcel.text());
    slots.leave();
    if (current.over || answer === null) return;
    const { trackingId, change, copy, kind, part, status } = parcel;
    const attempt = parcel.attempts + 1;
    const firstAt = parcel.firstAt ?? at;
    const problem = answer.problem ?? problemOf(answer.httpStatus);
    // Garbage is not posted again: nobody waits for it.
    const isOver = problem === null || kind === "not_json" || kind === "no_status";
    const again = isOver ? null : retryAt(firstAt, attempt, ledger.speed, ledger.faults.retries);
    const { httpStatus } = answer;
    const done = again === null;
    // Written out, and not copied with a spread, of which each copy takes three times the memory.
    ledger.post({ sequence: 0, trackingId, change, copy, kind, part, status, attempt, at, httpStatus, problem, done });
    if (again !== null) timers.at(again, () => post({ ...parcel, attempts: attempt, firstAt }));
  }

  function problemOf(httpStatus: number | null): string | null {
    const { callbackSuccess } = ledger.faults;
    const isGood =
      callbackSuccess === "200" ? httpStatus === 200 : httpStatus !== null && Math.floor(httpStatus / 100) === 2;
    return isGood ? null : `not answered with ${callbackSuccess}`;
  }

  function goOn(parcel: Parcel | null, tries: Tries | undefined): void {
    if (!parcel || tries?.done) return;
    const { attempts = 0, firstAt = null } = tries ?? {};
    const next = firstAt === null ? null : retryAt(firstAt, attempts, ledger.speed, ledger.faults.retries);
    timers.at(next ?? 0, () => post({ ...parcel, attempts, firstAt }));
  }

  return {
    follow,
    report: (campaign, index) => post(campaignParcel(campaign, index)),
    resume() {
      const tried = triesOf(ledger.posted);
      for (const message of ledger.messages.inOrder) {
        const untried: PlannedReceipt[] = [];
        for (const receipt of message.receipts) {
          const tries = tried.get(triesKey(message.trackingId, receipt.change, receipt.copy));
          if (tries) goOn(parcelOf(message, receipt), tries);
          else untried.push(receipt);
        }
        follow(message, untried);
      }
      for (const campaign of ledger.campaigns.values())
        for (const index of campaign.reports.keys())
          goOn(campaignParcel(campaign, index), tried.get(triesKey(campaign.trackingId, index, 0)));
    },
    drop() {
      timers.clear();
      round.over = true;
      round = { over: false };
      poster.drop();
    },
    async close() {
      timers.clear();
      round.over = true;
      poster.drop();
      await Promise.allSettled(underWay);
    },
  };
}
