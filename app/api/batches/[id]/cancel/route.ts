import { cancelBatch } from "@/lib/batches/change-state";
import { foundBatch, requireBatch } from "../../../batch-of";
import { senderOf } from "../../../caller";
import { door } from "../../../door";

/** Takes back what of a batch has not left. */
export const POST = door({ auth: "messages:send" }, async ({ params, caller }) =>
  Response.json(foundBatch(await cancelBatch(await requireBatch(caller, params.id), senderOf(caller)))),
);
