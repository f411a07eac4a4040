import { answerProblem, type DoorContext, readBody } from "@/app/api/door";
import { newId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import { REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";

const MAX_RECEIPT_BYTES = 64 * 1024;

/** A receipt from Routee: 200 once it is stored, whatever it says. The token in the address is its only proof. */
export async function POST(request: Request, context: DoorContext): Promise<Response> {
  const requestId = newId();
  try {
    const { token } = await context.params;
    const result = await ingestReceipt({
      token: typeof token === "string" ? token : "",
      body: await readBody(request, MAX_RECEIPT_BYTES),
      remoteAddress: request.headers.get(REMOTE_ADDRESS),
      receivedAt: new Date(),
    });
    if (result.kind === "unknown_token") throw new Problem("not_found", "No message has this receipt token.");
    if (result.kind === "not_json") throw new Problem("malformed_json", "A receipt is a JSON object.");
    return new Response(null, { status: 200, headers: { "x-request-id": requestId } });
  } catch (error) {
    return answerProblem(error, requestId, request);
  }
}
