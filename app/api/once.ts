import { doOnce } from "@/lib/platform/idempotency";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { type Caller, scopeOf } from "./caller";

/**
 * Answers a request that changes something, and its repetitions with the same `Idempotency-Key` for 24 hours with the
 * same answer, byte for byte.
 * @param text the request's body as it came.
 */
export async function answerOnce(
  { request, caller, text }: { request: Request; caller: Caller; text: string },
  answer: () => Promise<Response>,
): Promise<Response> {
  const key = request.method === "GET" ? null : idempotencyKeyOf(request.headers);
  if (key === null) return answer();
  const { pathname, search } = new URL(request.url);
  const fingerprint = [request.method, pathname + search, text].join("\n");
  const { status, body } = await doOnce({ scope: scopeOf(caller), key, fingerprint }, async () => {
    const response = await answer();
    return { status: response.status, body: await response.text() };
  });
  return new Response(status === 204 ? null : body, { status, headers: { "content-type": "application/json" } });
}
