import { z } from "zod";
import { readApp } from "@/lib/apps/read-app";
import { messageView, segmentViews } from "@/lib/messages/message-view";
import { isId } from "@/lib/platform/ids";
import { SEARCH_OPERATORS } from "@/lib/routee/wire";
import { trackingItems } from "./answers";
import { invalid } from "./refusal";
import { batchNames, type Condition, searchSegments } from "./store";

/** Routee's search over messages: `POST /sms/tracking`, and the messages of one campaign. */

/** Routee searches the latest 7 days; a little more, so that clocks may differ. */
const OLDEST_MS = 7 * 86_400_000 + 10 * 60_000;

/** The columns that Routee's fields are. */
const COLUMNS = {
  to: 'm."to"',
  label: "m.label",
  "status.status": "CASE WHEN s.status IN ('Accepted', 'Scheduled') THEN 'Queued' ELSE s.status END",
  direction: "'Outbound'",
  campaign: "b.name",
} as const;

const SORTS: Readonly<Record<string, string>> = {
  to: 'm."to"',
  from: 'm."from"',
  country: "m.country",
  operator: "m.operator",
  label: "m.label",
  "status.status": "m.status",
  price: "m.price",
  latency: "m.latency",
};

const filterSchema = z.looseObject({
  fieldName: z.enum(["smsId", ...(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])]),
  searchTerm: z.union([z.string(), z.number().transform(String)]),
  searchOperator: z.enum(SEARCH_OPERATORS).nullish(),
});
type Filter = z.output<typeof filterSchema>;

export interface Page {
  number: number;
  size: number;
}

/** `page` from 0, `size` 20 unless given, at most 2,000. Pure. @throws {Refusal} */
export function pageOf(query: URLSearchParams): Page {
  const read = (name: string, fallback: number, least: number, most: number) => {
    const text = query.get(name);
    if (text === null || text === "") return fallback;
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw invalid({ [name]: `A whole number from ${least} to ${most}.` });
  };
  return { number: read("page", 0, 0, 999_999_999), size: read("size", 20, 1, 2_000) };
}

/** The filters of a search as conditions, all of which have to hold. Pure. @throws {Refusal} */
export function conditionsOf(json: unknown): Condition[] {
  const filters = z
    .array(filterSchema)
    .max(20)
    .safeParse(json ?? []);
  if (!filters.success)
    throw invalid({
      filters: "A list of {fieldName, searchTerm, searchOperator}, with Routee's fields and operators.",
    });
  return filters.data.map(conditionOf);
}

function conditionOf({ fieldName, searchTerm, searchOperator }: Filter): Condition {
  const operator = searchOperator ?? "is";
  if (fieldName === "smsId") {
    const one = `SELECT FROM message_events e WHERE e.message_id = m.id AND ${comparison("e.sms_id", operator === "is_not" ? "is" : operator)}`;
    return { sql: `${operator === "is_not" ? "NOT " : ""}EXISTS (${one})`, value: termOf(searchTerm, operator) };
  }
  // A plus sign may be missing from a number, as it may when sending.
  const term =
    fieldName === "to" && /^[1-9]\d+$/.test(searchTerm) && operator.startsWith("is") ? `+${searchTerm}` : searchTerm;
  return { sql: comparison(COLUMNS[fieldName], operator), value: termOf(term, operator) };
}

function comparison(column: string, operator: (typeof SEARCH_OPERATORS)[number]): string {
  if (operator === "is") return `${column} = $::text`;
  if (operator === "is_not") return `${column} IS DISTINCT FROM $::text`;
  return `${column} LIKE $::text`;
}

function termOf(term: string, operator: (typeof SEARCH_OPERATORS)[number]): string {
  const safe = term.replaceAll("\u0000", "");
  const literal = safe.replace(/[\\%_]/g, "\\$&");
  if (operator === "contains") return `%${literal}%`;
  if (operator === "starts_with") return `${literal}%`;
  return operator === "ends_with" ? `%${literal}` : safe;
}

/** A range of time. Routee's pages show it in minutes too. Pure. @throws {Refusal} */
export function rangeOf(query: URLSearchParams, now: Date): { from: Date; until: Date } {
  const from = new Date(query.get("dateStart") ?? "");
  const until = new Date(query.get("dateEnd") ?? "");
  const problems: Record<string, string> = {};
  if (Number.isNaN(from.getTime()) || from.getTime() < now.getTime() - OLDEST_MS)
    problems.dateStart = "Required: an ISO 8601 time within the latest 7 days.";
  if (Number.isNaN(until.getTime()) || until < from) problems.dateEnd = "Required: an ISO 8601 time after dateStart.";
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return { from, until };
}

/** The answer of `POST /sms/tracking`. @throws {Refusal} */
export async function searchTracking(appId: string, query: URLSearchParams, json: unknown, now: Date) {
  const { from, until } = rangeOf(query, now);
  const batch = query.get("trackingId");
  const conditions = [
    { sql: "m.id >= uuid_v7_floor($::timestamptz)", value: from },
    { sql: "m.id < uuid_v7_floor($::timestamptz + interval '1 millisecond')", value: until },
    ...conditionsOf(json),
    ...(batch === null ? [] : [{ sql: "m.batch_id = $::uuid", value: isId(batch) ? batch : null }]),
    ...(query.get("campaign") === "true" ? [{ sql: "b.id IS NOT NULL", value: null }] : []),
  ];
  return pageOfItems(appId, conditions, query);
}

/** The answer of `GET /sms/tracking/campaign/{trackingId}`, for a campaign that is there. @throws {Refusal} */
export function trackCampaign(appId: string, batchId: string, query: URLSearchParams) {
  return pageOfItems(appId, [{ sql: "m.batch_id = $::uuid", value: batchId }], query);
}

async function pageOfItems(appId: string, conditions: readonly Condition[], query: URLSearchParams) {
  const page = pageOf(query);
  const all = [{ sql: "m.app_id = $::uuid", value: appId }, ...conditions];
  const { hits, total } = await searchSegments(all, orderOf(query.get("sort")), page);
  const [app, names] = await Promise.all([readApp(appId), batchNames(hits.flatMap(({ batch_id }) => batch_id ?? []))]);
  const content = hits.flatMap(({ part, ...row }) => {
    const campaign = names.get(row.batch_id ?? "") ?? null;
    const items = trackingItems({
      message: messageView(row),
      segments: segmentViews(row),
      applicationName: app?.name ?? "",
      campaign,
    });
    return items.slice(part - 1, part);
  });
  const totalPages = Math.ceil(total / page.size);
  return {
    content,
    totalPages,
    totalElements: total,
    last: page.number >= totalPages - 1,
    numberOfElements: content.length,
    first: page.number === 0,
    size: page.size,
    number: page.number,
  };
}

/** A field, with `,desc` for the other direction; what cannot be sorted by does not matter. */
function orderOf(sort: string | null): string {
  const [field = "", direction] = (sort ?? "").split(",");
  // Names that every object has are no columns.
  const column = Object.hasOwn(SORTS, field) ? SORTS[field] : undefined;
  return column === undefined ? "" : `${column} ${direction?.toLowerCase() === "desc" ? "DESC" : "ASC"}, `;
}
