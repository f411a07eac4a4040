import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/query/api";
import {
  type MessageCallback,
  type MessageDetail,
  type MessagePage,
  messageDetailSchema,
  messagePageSchema,
} from "@/lib/messages/contract";
import { type MessageFilters, queryOf } from "./filters";

/** Messages in one page of a list. */
export const PAGE_SIZE = 50;

export const messageKeys = {
  all: ["messages"] as const,
  lists: () => [...messageKeys.all, "list"] as const,
  list: (filters: MessageFilters) => [...messageKeys.lists(), filters] as const,
  details: () => [...messageKeys.all, "detail"] as const,
  detail: (id: string) => [...messageKeys.details(), id] as const,
};

const CALLBACK_LOOK_MS = 2_000;
const SOON_MS = 60_000;

function isDueSoon({ status, nextAttemptAt }: MessageCallback): boolean {
  return status === "pending" && nextAttemptAt !== null && Date.parse(nextAttemptAt) - Date.now() < SOON_MS;
}

/** A list of messages, newest first, page by page. */
export function messageListOptions(filters: MessageFilters) {
  return infiniteQueryOptions({
    queryKey: messageKeys.list(filters),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchPage(filters, pageParam, signal),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** One message with its segments and events. */
export function messageDetailOptions(id: string) {
  return queryOptions({
    queryKey: messageKeys.detail(id),
    queryFn: ({ signal }): Promise<MessageDetail> =>
      requestJson(messageDetailSchema, `/api/messages/${encodeURIComponent(id)}`, { signal }),
    // Attempts make no events, so that the live stream does not tell them.
    refetchInterval: ({ state }) => (state.data?.callbacks.some(isDueSoon) ? CALLBACK_LOOK_MS : false),
  });
}

/** Asks Routee now what became of a message. */
export function refreshMessage(id: string): Promise<MessageDetail> {
  return requestJson(messageDetailSchema, `/api/messages/${encodeURIComponent(id)}/refresh`, { method: "POST" });
}

/** Takes a message back before it is handed over. */
export function cancelMessage(id: string): Promise<MessageDetail> {
  return requestJson(messageDetailSchema, `/api/messages/${encodeURIComponent(id)}/cancel`, { method: "POST" });
}

function fetchPage(filters: MessageFilters, cursor: string | null, signal: AbortSignal): Promise<MessagePage> {
  const params = new URLSearchParams(queryOf(filters));
  params.set("limit", String(PAGE_SIZE));
  if (cursor !== null) params.set("cursor", cursor);
  return requestJson(messagePageSchema, `/api/messages?${params}`, { signal });
}
