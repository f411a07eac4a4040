import { answerProblem, type DoorContext, readBody } from "@/app/api/door";
import { inTime } from "@/lib/platform/in-time";
import { isoNow } from "@/lib/platform/iso-time";
import { Problem } from "@/lib/platform/problem";
import { REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { requestIdOf } from "@/lib/platform/request-id";
import { noteGuess } from "@/lib/receipts/guesses";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";

const MAX_RECEIPT_BYTES = 64 * 1024;
/** After two seconds Routee drops the connection and posts again later (its pages of callbacks). */
const ANSWER_WITHIN_MS = 1_800;

/**
 * A receipt from Routee: 200 once it is stored, whatever it says, and 503 when that takes too long. It may still be
 * stored then; posted again it is a duplicate. The token in the address is its only proof.
 */
export async function POST(request: Request, context: DoorContext): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    const { token: given } = await context.params;
    const token = typeof given === "string" ? given : "";
    const remoteAddress = request.headers.get(REMOTE_ADDRESS);
    const body = await readBody(request, MAX_RECEIPT_BYTES);
    const ingestion = ingestReceipt({ token, body, remoteAddress, receivedAt: isoNow() });
    const result = await inTime(ingestion, ANSWER_WITHIN_MS, late);
    if (result.kind === "unknown_token") throw unknown(noteGuess(token, remoteAddress));
    if (result.kind === "not_json") throw new Problem("malformed_json", "A receipt is a JSON object.");
    return new Response(null, { status: 200, headers: { "x-request-id": requestId, "content-length": "0" } });
  } catch (error) {
    return answerProblem(error, requestId, request);
  }
}

const late = () =>
  new Problem("unavailable", "The database is slow. The receipt may be posted again.", { retryAfter: 1 });

function unknown(waitSeconds: number): Problem {
  if (waitSeconds === 0) return new Problem("not_found", "No message has this receipt token.");
  return new Problem("too_many_requests", "Too many receipt tokens that nobody knows.", { retryAfter: waitSeconds });
}
