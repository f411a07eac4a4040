import { acceptBatch } from "@/lib/batches/accept-batch";
import { listBatchesSchema, MAX_BATCH_BYTES, sendBatchSchema } from "@/lib/batches/contract";
import { listBatches } from "@/lib/batches/list-batches";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { ownOnly, senderOf } from "../caller";
import { door } from "../door";

/** Accepts a batch: 202 once it and its recipients are stored. */
export const POST = door(
  { auth: "messages:send", body: sendBatchSchema, once: "in the use case", maxBodyBytes: MAX_BATCH_BYTES },
  async ({ body, caller, request }) => {
    const answer = await acceptBatch({
      batch: ownOnly(caller, body),
      sender: senderOf(caller),
      idempotencyKey: idempotencyKeyOf(request.headers),
    });
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
  },
);

/** Batches, newest first. */
export const GET = door({ auth: "messages:read", query: listBatchesSchema }, async ({ query, caller }) =>
  Response.json(await listBatches(ownOnly(caller, query))),
);
