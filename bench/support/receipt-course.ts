import { receiptToken } from "@/lib/messages/receipt-token";
import { postOf } from "./load";
import { receipt } from "./receipt";

const COURSE = ["Queued", "Sent", "Delivered"] as const;

/**
 * The requests for three receipts a message, in their order and never two of one message at once. They are made at once,
 * so that nothing is spent on them while something is measured.
 */
export function receiptsOf(ids: readonly string[]): () => Buffer | null {
  const paths = ids.map((id) => `/webhooks/routee/${receiptToken(id)}`);
  const requests = COURSE.flatMap((status, second) =>
    ids.map((id, index) => postOf(paths[index] ?? "", receipt(id, status, second + 1))),
  );
  let next = 0;
  return () => {
    next += 1;
    return requests[next - 1] ?? null;
  };
}
