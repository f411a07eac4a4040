import { type Answered, type Exchange, questionMisunderstood, readQuestionAs } from "./exchange";
import { failure, type Outcome } from "./failure";
import type { Credentials } from "./token-cache";
import { parseTracking, type SegmentReport } from "./wire-report";
import { type SearchFilter, trackingPageSchema } from "./wire-search";

export interface SearchRange {
  /** Routee searches the latest 7 days only. */
  from: Date;
  until: Date;
  /** All of them must hold. */
  filters: readonly SearchFilter[];
}

/** The most that Routee gives at once; and as many segments as the largest campaign has recipients, and a third more. */
const PAGE_SIZE = 2_000;
const MAX_PAGES = 20;

/** `GET /sms/tracking/single/{trackingId}`: one item for each segment. */
export async function singleReports(
  exchange: Exchange,
  credentials: Credentials,
  trackingId: string,
): Promise<Outcome<SegmentReport[]>> {
  const path = `/sms/tracking/single/${encodeURIComponent(trackingId)}`;
  const answer = await exchange.ask(credentials, { method: "GET", path });
  if (!answer.ok) return answer;
  const { json } = answer.value;
  if (!Array.isArray(json)) return questionMisunderstood("tracking", "it is not a list", answer.value);
  return readReports(json, answer.value);
}

/** `POST /sms/tracking`, page after page. */
export function searchReports(
  exchange: Exchange,
  credentials: Credentials,
  { from, until, filters }: SearchRange,
): Promise<Outcome<SegmentReport[]>> {
  const range = { dateStart: wholeSeconds(from, Math.floor), dateEnd: wholeSeconds(until, Math.ceil) };
  return allPages((page) => {
    const query = new URLSearchParams({ ...range, ...page });
    return exchange.ask(credentials, { method: "POST", path: `/sms/tracking?${query}`, json: filters });
  });
}

/** `GET /sms/tracking/campaign/{trackingId}`, page after page. */
export function campaignReports(
  exchange: Exchange,
  credentials: Credentials,
  trackingId: string,
): Promise<Outcome<SegmentReport[]>> {
  const path = `/sms/tracking/campaign/${encodeURIComponent(trackingId)}`;
  return allPages((page) => exchange.ask(credentials, { method: "GET", path: `${path}?${new URLSearchParams(page)}` }));
}

/** Everything that some pages hold. Refuses rather than leave some out. */
async function allPages(
  ask: (page: { page: string; size: string }) => ReturnType<Exchange["ask"]>,
): Promise<Outcome<SegmentReport[]>> {
  const reports: SegmentReport[] = [];
  let seen = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ask({ page: String(page), size: String(PAGE_SIZE) });
    if (!answer.ok) return answer;
    const read = readQuestionAs(trackingPageSchema, answer.value, "tracking");
    if (!read.ok) return read;
    const { content, last, totalPages, totalElements } = read.value;
    const items = readReports(content.filter(isOutbound), answer.value);
    if (!items.ok) return items;
    reports.push(...items.value);
    seen += content.length;
    if (last !== true && content.length > 0 && (totalPages === null || page + 1 < totalPages)) continue;
    // However items moved between the pages meanwhile, these are never fewer than the last page counts.
    if (totalElements === null || seen >= totalElements) return { ok: true, value: reports };
    const problem = `its pages end after ${seen} of ${totalElements} items`;
    return questionMisunderstood("tracking", problem, answer.value);
  }
  return failure("refused", `There are more than ${PAGE_SIZE * MAX_PAGES} segments: narrow the search.`);
}

function readReports(items: readonly unknown[], answered: Answered): Outcome<SegmentReport[]> {
  const reports: SegmentReport[] = [];
  for (const item of items) {
    const parsed = parseTracking(item);
    if (!parsed.ok) return questionMisunderstood("tracking", `in an item, ${parsed.problem}`, answered);
    reports.push({ ...parsed.receipt, raw: answered.hidden(parsed.receipt.raw) });
  }
  return { ok: true, value: reports };
}

/** A search finds incoming messages too. */
function isOutbound(item: unknown): boolean {
  return typeof item !== "object" || item === null || !("direction" in item) || item.direction !== "Inbound";
}

function wholeSeconds(time: Date, round: (seconds: number) => number): string {
  return new Date(round(time.getTime() / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}
