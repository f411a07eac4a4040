import { receiptToken } from "@/lib/messages/receipt-token";
import { receipt } from "./receipt";

const COURSE = ["Queued", "Sent", "Delivered"] as const;

/**
 * The requests for three receipts a message, in their order and never two of one message at once. They are made at once,
 * so that nothing is spent on them while something is measured.
 */
export function receiptsOf(ids: readonly string[]): () => { path: string; body: string } | null {
  const paths = ids.map((id) => `/webhooks/routee/${receiptToken(id)}`);
  const requests = COURSE.flatMap((status, second) =>
    ids.map((id, index) => ({ path: paths[index] ?? "", body: receipt(id, status, second + 1) })),
  );
  let next = 0;
  return () => {
    next += 1;
    return requests[next - 1] ?? null;
  };
}
