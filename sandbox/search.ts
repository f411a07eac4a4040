import type { SearchFilter } from "@/lib/routee/wire";
import { trackingItem } from "./bodies";
import { type Message, stateOf } from "./message";
import type { MessageIndex } from "./message-index";
import { envelope, type PageRequest } from "./pages";

/** Finds segments for the tracking resources. Pure: the time is given. */

export interface Search {
  /** Epoch milliseconds, both included. */
  from: number;
  until: number;
  filters: readonly SearchFilter[];
  /** Messages of this campaign only. */
  campaignId: string | null;
  /** Messages of any campaign only. */
  onlyCampaigns: boolean;
  /** A field of the items, with `,desc` for the other direction. */
  sort: string | null;
}

/** One segment that was found. */
type Hit = readonly [message: Message, part: number];

/** A page of the segments that a search finds, in the order in which they were taken unless sorted. */
export function search(messages: MessageIndex, what: Search, page: PageRequest) {
  const hits: Hit[] = [];
  for (const message of candidates(messages, what)) {
    if (message.acceptedAt < what.from || message.acceptedAt > what.until) continue;
    if (what.onlyCampaigns && !message.campaign) continue;
    if (what.campaignId !== null && message.campaign?.trackingId !== what.campaignId) continue;
    for (let part = 1; part <= message.smsIds.length; part += 1)
      if (what.filters.every((filter) => matches(message, part, filter))) hits.push([message, part]);
  }
  const first = page.page * page.size;
  const item = ([message, part]: Hit) => trackingItem(message, part);
  // Items are made for one page only, unless they are to be sorted.
  const content =
    what.sort === null
      ? hits.slice(first, first + page.size).map(item)
      : sorted(hits.map(item), what.sort).slice(first, first + page.size);
  return envelope(content, hits.length, page);
}

/** As few messages as an index can find: never more than those of the time asked for. */
function candidates(messages: MessageIndex, { filters, campaignId, from }: Search): readonly Message[] {
  if (campaignId !== null) return messages.ofCampaign(campaignId);
  const exactly = (field: SearchFilter["fieldName"]) =>
    filters.find(({ fieldName, searchOperator = "is" }) => fieldName === field && searchOperator === "is")?.searchTerm;
  const label = exactly("label");
  if (label !== undefined && label !== "") return messages.withLabel(label);
  const to = exactly("to");
  if (to !== undefined) return messages.to(to);
  return messages.inOrder.slice(firstFrom(messages.inOrder, from));
}

/** Where the messages begin that were taken at a time or later. They stand in the order of their times. */
function firstFrom(messages: readonly Message[], time: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.acceptedAt ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function matches(
  message: Message,
  part: number,
  { fieldName, searchTerm, searchOperator = "is" }: SearchFilter,
): boolean {
  const value = fieldOf(message, part, fieldName);
  switch (searchOperator) {
    case "is":
      return value === searchTerm;
    case "is_not":
      return value !== searchTerm;
    case "contains":
      return value.includes(searchTerm);
    case "starts_with":
      return value.startsWith(searchTerm);
    case "ends_with":
      return value.endsWith(searchTerm);
  }
}

function fieldOf(message: Message, part: number, field: SearchFilter["fieldName"]): string {
  switch (field) {
    case "smsId":
      return message.smsIds[part - 1] ?? "";
    case "to":
      return message.to;
    case "label":
      return message.label ?? "";
    case "campaign":
      return message.campaign?.name ?? "";
    case "direction":
      return "Outbound";
    case "status.status":
      return stateOf(message, part).status;
  }
}

function sorted<T extends object>(items: T[], sort: string): T[] {
  const [field = "", direction] = sort.split(",");
  const keyOf = (item: T) => {
    const value = new Map<string, unknown>(Object.entries(item)).get(field);
    return typeof value === "number" ? value : String(value ?? "");
  };
  const compare = (a: T, b: T) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  return items.sort((a, b) => (direction?.toLowerCase() === "desc" ? compare(b, a) : compare(a, b)));
}
