import type { StoredAnswer } from "@/lib/platform/idempotency";

/** What a handler answers: a text of JSON with its status, or else whatever it likes. */
export type Given = Response | StoredAnswer;

/**
 * A handler's answer with the headers of its door, which replace its own. A text's response is made with them: to add a
 * header to a response turns all of them into another form first, which costs more than the rest of an answer.
 */
export function toResponse(given: Given, headers: Readonly<Record<string, string>>): Response {
  if (given instanceof Response) {
    for (const [name, value] of Object.entries(headers)) given.headers.set(name, value);
    return given;
  }
  const { status, body } = given;
  return new Response(body, { status, headers: { "content-type": "application/json", ...headers } });
}
