import type { BatchDetail } from "@/lib/batches/contract";
import { appOfBatch } from "@/lib/batches/read-batch";
import { Problem } from "@/lib/platform/problem";
import { appOf, type Caller, mayUse } from "./caller";

/**
 * The id of an address's batch, which the caller may see.
 * @throws {Problem} `not_found`, also for what belongs to somebody else.
 */
export async function requireBatch(caller: Caller, id: string | undefined): Promise<string> {
  const own = appOf(caller) === null ? undefined : await appOfBatch(id ?? "");
  if (own === null || (own !== undefined && !mayUse(caller, own))) throw noBatch();
  return id ?? "";
}

/** The answer's batch, which has to be there. @throws {Problem} `not_found` */
export function foundBatch(batch: BatchDetail | null): BatchDetail {
  if (!batch) throw noBatch();
  return batch;
}

function noBatch(): Problem {
  return new Problem("not_found", "There is no batch with this id.");
}
