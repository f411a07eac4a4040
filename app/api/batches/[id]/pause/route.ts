import { pauseBatch } from "@/lib/batches/change-state";
import { foundBatch, requireBatch } from "../../../batch-of";
import { door } from "../../../door";

/** Stops a batch until it is resumed. */
export const POST = door({ auth: "messages:send" }, async ({ params, caller }) =>
  Response.json(foundBatch(await pauseBatch(await requireBatch(caller, params.id)))),
);
