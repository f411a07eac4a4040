import { isId, newId } from "./ids";

/** The header in which our own listener gives a request its id; what a caller sends in it is overwritten. */
export const REQUEST_ID = "x-tidings-request-id";

/** The id of a request, for its answer, its log lines and its span. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get(REQUEST_ID);
  return given !== null && isId(given) ? given : newId();
}
