import { type LiveMessage, MESSAGE_STATUSES } from "@/lib/messages/contract";

/** One sentence for a batch of changes, the last of each message counting: "2 messages delivered, 1 sent." Pure. */
export function announce(changes: Iterable<LiveMessage>): string {
  const last = new Map<string, LiveMessage>();
  for (const change of changes) last.set(change.id, change);
  const counts = MESSAGE_STATUSES.map((status) => ({
    status,
    count: [...last.values()].filter((change) => change.status === status).length,
  })).filter(({ count }) => count > 0);
  // The furthest first: that something was delivered matters more than that something else was accepted.
  const words = counts.reverse().map(({ status, count }, index) => {
    const noun = index > 0 ? "" : count === 1 ? "message " : "messages ";
    return `${count} ${noun}${status.toLowerCase()}`;
  });
  return words.length === 0 ? "" : `${words.join(", ")}.`;
}
