import { randomInt, randomUUID } from "node:crypto";
import { type Application, euros, newApplication } from "./applications";
import type { Campaign, CampaignChange, ProgressReport } from "./campaign";
import { type Entry, type Posted, readEntry } from "./entries";
import { type Faults, noFaults } from "./faults";
import { openJournal } from "./journal";
import { type Message, NOT_SENT } from "./message";
import { MessageIndex } from "./message-index";

/** Everything the sandbox took and posted, and how it was told to be. */
export interface Ledger {
  readonly messages: MessageIndex;
  readonly posted: readonly Posted[];
  readonly campaigns: ReadonlyMap<string, Campaign>;
  readonly applications: ReadonlyMap<string, Application>;
  readonly faults: Faults;
  /** Whether nothing more will happen to a message, and all its receipts are answered or given up. */
  isFinished(message: Message): boolean;
  /** How many times faster than usual everything happens. */
  readonly speed: number;
  /** Takes a message, and charges what it costs when it is `charged`. With the sequence 0 it gets the next one. */
  take(message: Message): void;
  /** A change has happened. Gives back what was paid for a segment that is not sent. */
  change(message: Message, index: number, at: number): void;
  /** With the sequence 0 it gets the next one. */
  post(posted: Posted): void;
  /** The application, which is new when nothing is known of it. */
  application(id: string): Application;
  setApplication(application: Application): void;
  /** Everything that is to come is due sooner, or later. */
  setSpeed(speed: number, at: number): void;
  setFaults(faults: Faults): void;
  setCampaign(campaign: Campaign): void;
  changeCampaign(campaign: Campaign, change: CampaignChange): void;
  reportCampaign(campaign: Campaign, report: ProgressReport): void;
  removeCampaign(trackingId: string): void;
  /** Messages and campaigns that are older, in epoch milliseconds, with their receipts. */
  forgetBefore(time: number): void;
  reset(): void;
  close(): void;
}

const MAX_SEED = 2 ** 31;

/**
 * @param journalFile where everything is written too, one JSON object a line, so that a restart can go on. Without
 *   it the ledger lives in memory only.
 * @param keepAfter what was taken earlier than this is left out of a journal that is read. Epoch milliseconds.
 */
export function openLedger(journalFile: string | undefined, keepAfter: number, warn: (line: string) => void): Ledger {
  const journal = openJournal(journalFile);
  const messages = new MessageIndex();
  const campaigns = new Map<string, Campaign>();
  const applications = new Map<string, Application>();
  const doneCounts = new Map<string, number>();
  let posted: Posted[] = [];
  let faults = noFaults(randomInt(MAX_SEED));
  let speed = 1;
  let sequence = 0;

  function apply(entry: Entry): void {
    switch (entry.entry) {
      case "taken":
        number(entry.message);
        messages.add(entry.message);
        setBalance(entry.message.applicationId, entry.balance);
        return;
      case "changed": {
        const message = messages.byTrackingId.get(entry.trackingId);
        const change = message?.changes[entry.change];
        if (change) change.at = entry.at;
        if (message) setBalance(message.applicationId, entry.balance);
        return;
      }
      case "posted":
        number(entry.posted);
        posted.push(entry.posted);
        if (entry.posted.done)
          doneCounts.set(entry.posted.trackingId, (doneCounts.get(entry.posted.trackingId) ?? 0) + 1);
        return;
      case "application":
        applications.set(entry.application.id, entry.application);
        return;
      case "speed":
        rescale(entry.at, entry.speed / speed);
        speed = entry.speed;
        return;
      case "faults":
        faults = entry.faults;
        return;
      case "campaign":
        campaigns.set(entry.campaign.trackingId, entry.campaign);
        return;
      case "campaign_changed":
        Object.assign(campaigns.get(entry.trackingId) ?? {}, entry.change);
        return;
      case "campaign_reported":
        campaigns.get(entry.trackingId)?.reports.push(entry.report);
        return;
      case "campaign_gone":
        campaigns.delete(entry.trackingId);
    }
  }

  /** What has no number gets the next one. */
  function number(one: { sequence: number }): void {
    if (one.sequence === 0) one.sequence = sequence + 1;
    sequence = Math.max(sequence, one.sequence);
  }

  function rescale(now: number, factor: number): void {
    const sooner = (one: { dueAt: number }) => {
      // What is overdue keeps its place among the others.
      if (one.dueAt > now) one.dueAt = now + (one.dueAt - now) / factor;
    };
    for (const { changes, receipts } of messages.inOrder) {
      for (const change of changes) if (change.at === null) sooner(change);
      receipts.forEach(sooner);
    }
    campaigns.forEach(sooner);
  }

  function setBalance(applicationId: string, balance: number | undefined): void {
    const known = applications.get(applicationId);
    if (known && balance !== undefined) known.balance = balance;
  }

  function record(entry: Entry): void {
    apply(entry);
    journal.add(JSON.stringify(entry));
  }

  /** As short as it can be: what happened to a message stands in the message. */
  function* everything(): Generator<string> {
    const line = (entry: Entry) => JSON.stringify(entry);
    yield line({ entry: "speed", speed, at: Date.now() });
    yield line({ entry: "faults", faults });
    for (const application of applications.values()) yield line({ entry: "application", application });
    for (const campaign of campaigns.values()) yield line({ entry: "campaign", campaign });
    for (const message of messages.inOrder) yield line({ entry: "taken", message });
    for (const one of posted) yield line({ entry: "posted", posted: one });
  }

  function application(id: string): Application {
    const known = applications.get(id);
    if (known) return known;
    const fresh = newApplication(id, Date.now(), randomUUID());
    record({ entry: "application", application: fresh });
    return fresh;
  }

  function forgetBefore(time: number): void {
    const isOld = ({ createdAt, dueAt }: Campaign) => Math.max(createdAt, dueAt) < time;
    if (!messages.inOrder.some(({ acceptedAt }) => acceptedAt < time) && ![...campaigns.values()].some(isOld)) return;
    for (const [id, campaign] of campaigns) if (isOld(campaign)) campaigns.delete(id);
    messages.keepOnly(({ acceptedAt }) => acceptedAt >= time);
    const isKnown = (id: string) => messages.byTrackingId.has(id) || campaigns.has(id);
    posted = posted.filter(({ trackingId }) => isKnown(trackingId));
    for (const id of doneCounts.keys()) if (!isKnown(id)) doneCounts.delete(id);
    journal.rewrite(everything());
  }

  let lineNumber = 0;
  for (const line of journal.lines()) {
    lineNumber += 1;
    if (line === "") continue;
    const entry = readEntry(line);
    if (entry) apply(entry);
    else warn(`sandbox journal: line ${lineNumber} cannot be read and is left out`);
  }
  forgetBefore(keepAfter);
  // What the lines of the journal came to, without their history.
  journal.rewrite(everything());

  return {
    messages,
    campaigns,
    applications,
    get posted() {
      return posted;
    },
    get faults() {
      return faults;
    },
    get speed() {
      return speed;
    },
    isFinished: ({ trackingId, changes, receipts }) =>
      changes.at(-1)?.at !== null && (doneCounts.get(trackingId) ?? 0) >= receipts.length,
    take(message) {
      const cost = message.charged ? message.price * message.smsIds.length : 0;
      const balance = euros(application(message.applicationId).balance - cost);
      record({ entry: "taken", message, balance });
    },
    change(message, index, at) {
      const status = message.changes[index]?.status ?? "";
      const back = message.charged && NOT_SENT.includes(status);
      const balance = back ? { balance: euros(application(message.applicationId).balance + message.price) } : {};
      record({ entry: "changed", trackingId: message.trackingId, change: index, at, ...balance });
    },
    post: (one) => record({ entry: "posted", posted: one }),
    application,
    setApplication: (changed) => record({ entry: "application", application: changed }),
    setSpeed: (next, at) => record({ entry: "speed", speed: next, at }),
    setFaults: (changed) => record({ entry: "faults", faults: changed }),
    setCampaign: (campaign) => record({ entry: "campaign", campaign }),
    changeCampaign: ({ trackingId }, change) => record({ entry: "campaign_changed", trackingId, change }),
    reportCampaign: ({ trackingId }, report) => record({ entry: "campaign_reported", trackingId, report }),
    removeCampaign: (trackingId) => record({ entry: "campaign_gone", trackingId }),
    forgetBefore,
    reset() {
      campaigns.clear();
      applications.clear();
      doneCounts.clear();
      messages.keepOnly(() => false);
      posted = [];
      faults = noFaults(randomInt(MAX_SEED));
      journal.rewrite(everything());
    },
    close: () => journal.close(),
  };
}
