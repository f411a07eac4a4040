import { campaignReport, receiptBody, receiptWithoutStatus } from "./bodies";
import type { Campaign } from "./campaign";
import type { Posted } from "./entries";
import type { Message, ParcelKind, PlannedReceipt } from "./message";

/** Something to post until it is answered well or given up. */
export interface Parcel {
  trackingId: string;
  change: number;
  copy: number;
  kind: ParcelKind;
  part: number;
  status: string;
  url: string;
  contentType: string;
  /** Made when it is posted. */
  text: () => string;
  attempts: number;
  /** When it was first tried; null when it was not. */
  firstAt: number | null;
}

const NOT_JSON = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const untried = { attempts: 0, firstAt: null, contentType: "application/json" };

/** A receipt of a message; null when there is nowhere to post it. */
export function parcelOf(message: Message, { change: index, copy, kind }: PlannedReceipt): Parcel | null {
  const { callback, trackingId, changes } = message;
  const change = changes[index];
  if (!callback || !change) return null;
  const about = { ...untried, trackingId, change: index, copy, kind, url: callback.url };
  const { part, status } = change;
  if (kind === "not_json") return { ...about, part, status, contentType: "text/html", text: () => NOT_JSON };
  const bodyOf = kind === "no_status" ? receiptWithoutStatus : receiptBody;
  return { ...about, part, status, text: () => JSON.stringify(bodyOf(message, index)) };
}

/** A report of a campaign's progress; null when there is nowhere to post it. */
export function campaignParcel(campaign: Campaign, index: number): Parcel | null {
  const callback = campaign.order.campaignCallback;
  const report = campaign.reports[index];
  if (!callback || !report) return null;
  const about = { ...untried, trackingId: campaign.trackingId, change: index, copy: 0, part: 0 };
  const text = () => JSON.stringify(campaignReport(campaign, report));
  return { ...about, kind: "campaign", status: report.state, url: callback.url, text };
}

export interface Tries {
  attempts: number;
  firstAt: number;
  done: boolean;
}

/** What has been tried so far, by `triesKey`. */
export function triesOf(posted: Iterable<Posted>): Map<string, Tries> {
  const tries = new Map<string, Tries>();
  for (const { trackingId, change, copy, at, done } of posted) {
    const key = triesKey(trackingId, change, copy);
    const known = tries.get(key);
    if (known) {
      known.attempts += 1;
      known.done ||= done;
    } else tries.set(key, { attempts: 1, firstAt: at, done });
  }
  return tries;
}

export const triesKey = (trackingId: string, change: number, copy: number) => `${trackingId}/${change}/${copy}`;
