import { z } from "zod";
import { type SearchFilter, searchFilterSchema } from "@/lib/routee/wire";
import { invalid, trackingItem } from "./bodies";
import type { Message } from "./message";

/** `POST /sms/tracking`: filters, range and page over everything taken. Pure: the time is given. */

const DAY_MS = 86_400_000;
/** Routee searches the latest 7 days; a little more, so that clocks may differ. */
const OLDEST_MS = 7 * DAY_MS + 10 * 60_000;
const MAX_SIZE = 2_000;

type Item = ReturnType<typeof trackingItem>;

export function search(
  messages: Iterable<Message>,
  query: URLSearchParams,
  json: unknown,
  now: number,
): { status: number; body: Record<string, unknown> } {
  const filters = z.array(searchFilterSchema).safeParse(json ?? []);
  const from = Date.parse(query.get("dateStart") ?? "");
  const until = Date.parse(query.get("dateEnd") ?? "");
  const page = Number(query.get("page") ?? 0);
  const size = Number(query.get("size") ?? 20);
  const problems: Record<string, string> = {};
  if (!filters.success) problems.filters = "unknown fieldName or searchOperator";
  if (Number.isNaN(from) || from < now - OLDEST_MS) problems.dateStart = "required, within the latest 7 days";
  if (Number.isNaN(until) || until < from) problems.dateEnd = "required, after dateStart";
  if (!Number.isInteger(page) || page < 0) problems.page = "counts from 0";
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) problems.size = `1 to ${MAX_SIZE}`;
  if (!filters.success || Object.keys(problems).length > 0) return { status: 400, body: invalid(problems) };

  const found: Item[] = [];
  // There are no campaigns here: a search for one finds nothing.
  if (!query.has("trackingId") && query.get("campaign") !== "true")
    for (const message of messages) {
      if (message.acceptedAt < from || message.acceptedAt > until) continue;
      for (let part = 1; part <= message.smsIds.length; part += 1) {
        const item = trackingItem(message, part);
        if (filters.data.every((filter) => matches(item, filter))) found.push(item);
      }
    }
  const content = found.slice(page * size, (page + 1) * size);
  const totalPages = Math.ceil(found.length / size);
  return {
    status: 200,
    body: {
      content,
      totalPages,
      totalElements: found.length,
      last: page >= totalPages - 1,
      numberOfElements: content.length,
      first: page === 0,
      size,
      number: page,
    },
  };
}

function matches(item: Item, { fieldName, searchTerm, searchOperator = "is" }: SearchFilter): boolean {
  const value = fieldOf(item, fieldName);
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

function fieldOf(item: Item, field: SearchFilter["fieldName"]): string {
  if (field === "status.status") return item.status.status;
  const value = new Map<string, unknown>(Object.entries(item)).get(field);
  return typeof value === "string" ? value : "";
}
