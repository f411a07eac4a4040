import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/query/api";
import {
  type Batch,
  type BatchAccepted,
  type BatchDetail,
  type BatchPage,
  batchAcceptedSchema,
  batchDetailSchema,
  batchPageSchema,
  type SendBatch,
} from "@/lib/batches/contract";

/** Batches in one page of a list. */
export const PAGE_SIZE = 25;
/** A batch's progress is no event of the live stream, so it is read again while it can change. */
const LOOK_EVERY_MS = 2_000;
/** Whether anything of it can still change soon. */
const isMoving = ({ finishedAt, state }: Batch) => finishedAt === null && state !== "scheduled";

export const batchKeys = {
  all: ["batches"] as const,
  list: (appId: string | null) => [...batchKeys.all, "list", appId] as const,
  detail: (id: string) => [...batchKeys.all, "detail", id] as const,
};

const pathOf = (id: string, rest = "") => `/api/batches/${encodeURIComponent(id)}${rest}`;

/** Batches, newest first, page by page. @param appId of one app, or null for all */
export function batchListOptions(appId: string | null) {
  return infiniteQueryOptions({
    queryKey: batchKeys.list(appId),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<BatchPage> => {
      const params = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (appId !== null) params.set("appId", appId);
      if (pageParam !== null) params.set("cursor", pageParam);
      return requestJson(batchPageSchema, `/api/batches?${params}`, { signal });
    },
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some(isMoving)) ? 2 * LOOK_EVERY_MS : 10 * LOOK_EVERY_MS,
  });
}

/** One batch with its progress. */
export function batchDetailOptions(id: string) {
  return queryOptions({
    queryKey: batchKeys.detail(id),
    queryFn: ({ signal }): Promise<BatchDetail> => requestJson(batchDetailSchema, pathOf(id), { signal }),
    refetchInterval: ({ state }) => (state.data?.finishedAt === null ? LOOK_EVERY_MS : false),
  });
}

/** Hands a batch over to be sent. The same key never makes a second one. */
export function sendBatch(batch: SendBatch, idempotencyKey: string): Promise<BatchAccepted> {
  return requestJson(batchAcceptedSchema, "/api/batches", {
    method: "POST",
    headers: { "idempotency-key": idempotencyKey },
    body: JSON.stringify(batch),
  });
}

export type BatchAction = "pause" | "resume" | "cancel";

/** Pauses, resumes or cancels a batch. */
export function changeBatch(id: string, action: BatchAction): Promise<BatchDetail> {
  return requestJson(batchDetailSchema, pathOf(id, `/${action}`), { method: "POST" });
}
