import type { NewEvent } from "@/lib/messages/fold-events";
import type { MessageRow } from "@/lib/messages/store";

/** The end of a message that Routee never finished. Pure: time is given. @param asked whether Routee answered just now. */
export function neverEndedEvent(
  message: Pick<MessageRow, "id" | "status" | "asks">,
  asked: boolean,
  now: Date,
): NewEvent {
  const times = message.asks === 1 ? "once" : `${message.asks} times`;
  const tracking = asked
    ? `Routee's tracking was asked ${times} and has no final status either.`
    : message.asks > 0
      ? `Routee's tracking was asked ${times}, but did not answer the last time.`
      : "Routee's tracking did not answer.";
  return {
    messageId: message.id,
    source: "sweeper",
    receivedAt: now.toISOString(),
    observation: {
      origin: "us",
      status: "Unknown",
      at: now.toISOString(),
      segment: null,
      parts: null,
      reason: {
        detailedStatus: "No final status",
        description: `The last status was ${message.status}. No final receipt came within the message's time to live and a day more. ${tracking} A late receipt still corrects this.`,
      },
    },
  };
}
