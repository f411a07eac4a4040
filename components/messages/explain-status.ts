import { explainStatus, type StatusExplanation } from "@/lib/routee/reasons";

/** The statuses that are ours, because Routee has not spoken yet or never will. */
const OURS: Readonly<Record<string, StatusExplanation>> = {
  Scheduled: {
    title: "Scheduled",
    sentence: "The message is kept here until its time comes.",
    cost: "Nothing yet: it is charged when it is sent.",
    whatToDo: "Nothing: it is handed to Routee by itself.",
  },
  Accepted: {
    title: "Accepted",
    sentence: "The message is stored here and about to be handed to Routee.",
    cost: "Nothing yet: it is charged when it is sent.",
    whatToDo: "Nothing: if Routee cannot be reached, it is tried again by itself.",
  },
  Cancelled: {
    title: "Cancelled",
    sentence: "The message was cancelled before it was handed to Routee.",
    cost: "Not charged: Routee never had it.",
    whatToDo: "Nothing.",
  },
  Rejected: {
    title: "Rejected",
    sentence: "The message did not get past Routee’s door, and it was not sent.",
    cost: "Not charged: Routee did not take it.",
    whatToDo: "Look at the reason, put it right, and send the message again.",
  },
  Unknown: {
    title: "Unknown",
    sentence: "No final answer came by the deadline. The message may have arrived or not.",
    cost: "It may have been charged: Routee may have sent it.",
    whatToDo: "Ask the recipient before you send it again, or they may get it twice.",
  },
};

/** What a status means, be it ours or Routee's. Pure. */
export function explain(status: string): StatusExplanation {
  return (Object.hasOwn(OURS, status) ? OURS[status] : undefined) ?? explainStatus(status);
}
