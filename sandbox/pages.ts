import type { Problems } from "./fields";

/** A page of results in Routee's envelope. Pure. */

const MAX_SIZE = 2_000;
const USUAL_SIZE = 20;

export interface PageRequest {
  /** From 0. */
  page: number;
  size: number;
}

/** What is wrong with the page that is asked for is noted in `problems`. */
export function readPage(query: URLSearchParams, problems: Problems): PageRequest {
  const page = Number(query.get("page") ?? 0);
  const size = Number(query.get("size") ?? USUAL_SIZE);
  if (!Number.isInteger(page) || page < 0) problems.page = "counts from 0";
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) problems.size = `1 to ${MAX_SIZE}`;
  return { page, size };
}

/** @param total how many there are on all pages. */
export function envelope(content: readonly unknown[], total: number, { page, size }: PageRequest) {
  const totalPages = Math.ceil(total / size);
  return {
    content,
    totalPages,
    totalElements: total,
    last: page >= totalPages - 1,
    numberOfElements: content.length,
    first: page === 0,
    size,
    number: page,
  };
}
