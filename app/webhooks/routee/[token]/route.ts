import { answerProblem, type DoorContext, readBody } from "@/app/api/door";
import { isoNow } from "@/lib/platform/iso-time";
import { Problem } from "@/lib/platform/problem";
import { REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { requestIdOf } from "@/lib/platform/request-id";
import { noteGuess } from "@/lib/receipts/guesses";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";

const MAX_RECEIPT_BYTES = 64 * 1024;

/** A receipt from Routee: 200 once it is stored, whatever it says. The token in the address is its only proof. */
export async function POST(request: Request, context: DoorContext): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    const { token: given } = await context.params;
    const token = typeof given === "string" ? given : "";
    const remoteAddress = request.headers.get(REMOTE_ADDRESS);
    const body = await readBody(request, MAX_RECEIPT_BYTES);
    const result = await ingestReceipt({ token, body, remoteAddress, receivedAt: isoNow() });
    if (result.kind === "unknown_token") throw unknown(noteGuess(token, remoteAddress));
    if (result.kind === "not_json") throw new Problem("malformed_json", "A receipt is a JSON object.");
    return new Response(null, { status: 200, headers: { "x-request-id": requestId, "content-length": "0" } });
  } catch (error) {
    return answerProblem(error, requestId, request);
  }
}

function unknown(waitSeconds: number): Problem {
  if (waitSeconds === 0) return new Problem("not_found", "No message has this receipt token.");
  return new Problem("too_many_requests", "Too many receipt tokens that nobody knows.", { retryAfter: waitSeconds });
}
