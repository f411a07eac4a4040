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
/** A receipt of a message; null when there is nowhere to post it. */
export function parcelOf(message: Message, { change: index, copy, kind }: PlannedReceipt): Parcel | null {
  const { callback, trackingId, changes } = message;
  const change = changes[index];
  if (!callback || !change) return null;
  const isJson = kind !== "not_json";
  const bodyOf = kind === "no_status" ? receiptWithoutStatus : receiptBody;
  return {
    trackingId,
    change: index,
    copy,
    kind,
    part: change.part,
    status: change.status,
    url: callback.url,
    contentType: isJson ? "application/json" : "text/html",
    text: isJson ? () => JSON.stringify(bodyOf(message, index)) : () => NOT_JSON,
    attempts: 0,
    firstAt: null,
  };
}

/** A report of a campaign's progress; null when there is nowhere to post it. */
export function campaignParcel(campaign: Campaign, index: number): Parcel | null {
  const callback = campaign.order.campaignCallback;
  const report = campaign.reports[index];
  if (!callback || !report) return null;
  return {
    trackingId: campaign.trackingId,
    change: index,
    copy: 0,
    kind: "campaign",
    part: 0,
    status: report.state,
    url: callback.url,
    contentType: "application/json",
    text: () => JSON.stringify(campaignReport(campaign, report)),
    attempts: 0,
    firstAt: null,
  };
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
