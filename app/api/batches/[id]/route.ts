import { readBatch } from "@/lib/batches/read-batch";
import { foundBatch, requireBatch } from "../../batch-of";
import { door } from "../../door";

/** One batch with its progress. */
export const GET = door({ auth: "messages:read" }, async ({ params, caller }) =>
  Response.json(foundBatch(await readBatch(await requireBatch(caller, params.id)))),
);
