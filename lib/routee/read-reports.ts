import { type Exchange, misunderstood, readQuestionAs } from "./exchange";
import { failure, type Outcome, ofQuestion } from "./failure";
import type { Credentials } from "./token-cache";
import { parseTracking, type SearchFilter, type SegmentReport, trackingPageSchema } from "./wire";

export interface SearchRange {
  /** Routee searches the latest 7 days only. */
  from: Date;
  until: Date;
  /** All of them must hold. */
  filters: readonly SearchFilter[];
}

const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** Reads tracking items. @param raw the text they came in, which is kept when one cannot be read. */
export function readReports(items: readonly unknown[], raw: string): Outcome<SegmentReport[]> {
  const reports: SegmentReport[] = [];
  for (const item of items) {
    const parsed = parseTracking(item);
    if (!parsed.ok) {
      const { failure: failed } = misunderstood("tracking answer", `of an item, ${parsed.problem}`, raw);
      return { ok: false, failure: ofQuestion(failed) };
    }
    reports.push(parsed.receipt);
  }
  return { ok: true, value: reports };
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
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ask({ page: String(page), size: String(PAGE_SIZE) });
    if (!answer.ok) return answer;
    const read = readQuestionAs(trackingPageSchema, answer.value, "page of tracking results");
    if (!read.ok) return read;
    const items = readReports(read.value.content.filter(isOutbound), answer.value.raw);
    if (!items.ok) return items;
    reports.push(...items.value);
    const { last, totalPages, content } = read.value;
    if (last === true || content.length === 0 || (totalPages !== undefined && page + 1 >= totalPages))
      return { ok: true, value: reports };
  }
  return failure("refused", `There are more than ${PAGE_SIZE * MAX_PAGES} segments: narrow the search.`);
}

/** A search finds incoming messages too. */
function isOutbound(item: unknown): boolean {
  return typeof item !== "object" || item === null || !("direction" in item) || item.direction !== "Inbound";
}

function wholeSeconds(time: Date, round: (seconds: number) => number): string {
  return new Date(round(time.getTime() / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}
