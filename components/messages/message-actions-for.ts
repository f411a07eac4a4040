import type { MessageDetail } from "@/lib/messages/contract";

/** What can be done with a message where it stands. Pure. */
export function actionsFor({ status, final, trackingId }: Pick<MessageDetail, "status" | "final" | "trackingId">) {
  return {
    /** Routee may know more than we do. */
    canAsk: (!final && trackingId !== null) || status === "Unknown",
    /** It has not been handed over. */
    canCancel: status === "Scheduled" || status === "Accepted",
    canSendAgain: final && status !== "Delivered",
  };
}

/** What asking Routee told, in words. Pure. */
export function refreshWords({ status, final }: Pick<MessageDetail, "status" | "final">): string {
  if (status === "Unknown") return "Routee does not know more either.";
  return final ? `Routee says: ${status}.` : `Routee still says: ${status}.`;
}
