import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/query/api";
import {
  type Callback,
  type CallbackPage,
  callbackPageSchema,
  callbackSchema,
  type Endpoint,
  endpointListSchema,
  type Replay,
  type Replayed,
  type Resume,
  replayedSchema,
  resumedSchema,
} from "@/lib/callbacks/contract";
import { type CallbackFilters, queryOf } from "./filters";

/** Callbacks in one page of a list. */
export const PAGE_SIZE = 50;
/** Attempts make no events, so the list looks by itself while it is open. */
const LOOK_EVERY_MS = 5_000;

export const callbackKeys = {
  all: ["callbacks"] as const,
  list: (filters: CallbackFilters) => [...callbackKeys.all, "list", filters] as const,
  endpoints: () => [...callbackKeys.all, "endpoints"] as const,
};

/** Callbacks, newest first, page by page. */
export function callbackListOptions(filters: CallbackFilters) {
  return infiniteQueryOptions({
    queryKey: callbackKeys.list(filters),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<CallbackPage> => {
      const params = new URLSearchParams(queryOf(filters));
      params.set("limit", String(PAGE_SIZE));
      if (pageParam !== null) params.set("cursor", pageParam);
      return requestJson(callbackPageSchema, `/api/callbacks?${params}`, { signal });
    },
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
}

/** The addresses that fail or are paused. */
export function endpointsOptions() {
  return queryOptions({
    queryKey: callbackKeys.endpoints(),
    queryFn: async ({ signal }): Promise<Endpoint[]> =>
      (await requestJson(endpointListSchema, "/api/callbacks/endpoints", { signal })).data,
    refetchInterval: LOOK_EVERY_MS,
  });
}

/** One attempt now. */
export function retryCallback(id: string): Promise<Callback> {
  return requestJson(callbackSchema, `/api/callbacks/${encodeURIComponent(id)}/retry`, { method: "POST" });
}

/** Delivers a window again, or counts what would be. */
export function replayCallbacks(replay: Replay): Promise<Replayed> {
  return requestJson(replayedSchema, "/api/callbacks/replay", { method: "POST", body: JSON.stringify(replay) });
}

/** Lets an address have callbacks again. @returns how many are delivered. */
export async function resumeEndpoint(appId: string, resume: Resume): Promise<number> {
  const path = `/api/apps/${encodeURIComponent(appId)}/callback-endpoints/resume`;
  return (await requestJson(resumedSchema, path, { method: "POST", body: JSON.stringify(resume) })).delivering;
}
