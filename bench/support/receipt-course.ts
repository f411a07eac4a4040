import { receiptToken } from "@/lib/messages/receipt-token";
import { receipt } from "./receipt";

const COURSE = ["Queued", "Sent", "Delivered"] as const;

/** The requests for three receipts a message, in their order and never two of one message at once. */
export function receiptsOf(ids: readonly string[]): () => { path: string; body: string } | null {
  const requests = each(ids);
  return () => {
    const next = requests.next();
    return next.done ? null : next.value;
  };
}

function* each(ids: readonly string[]): Generator<{ path: string; body: string }> {
  const paths = ids.map((id) => `/webhooks/routee/${receiptToken(id)}`);
  for (const [second, status] of COURSE.entries())
    for (const [index, id] of ids.entries()) yield { path: paths[index] ?? "", body: receipt(id, status, second + 1) };
}
