import { resumeBatch } from "@/lib/batches/change-state";
import { foundBatch, requireBatch } from "../../../batch-of";
import { door } from "../../../door";

/** Lets a paused batch go on. */
export const POST = door({ auth: "messages:send" }, async ({ params, caller }) =>
  Response.json(foundBatch(await resumeBatch(await requireBatch(caller, params.id)))),
);
