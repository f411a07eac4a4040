import { pageOf, type Words, within } from "@/lib/openapi/describe";
import { OWN_APP, PAGING } from "./common";
import { SEND } from "./messages";

const REJECTION: Words = {
  row: "The recipient's place in the request, from 1.",
  to: "What was given as its number, at most 40 characters of it.",
  code: "Why it was left out; the code is stable.",
};

const BATCH: Words = {
  id: "The batch's id (a UUID).",
  appId: "The app that sends it.",
  name: "Its name; null without one.",
  kind: "`batch` for one made here, `campaign` for one made through Routee's own addresses.",
  body: "The text, with its places for variables.",
  from: "The sender ID.",
  state:
    "`scheduled` waits for its time, `running` is being sent, `paused` waits to be resumed, `cancelled` and `finished` have ended.",
  accepted: "How many recipients get a message.",
  rejected: "How many were left out.",
  progress:
    "How many recipients have each status; those whose message is not made yet count too, so the sum is `accepted`.",
  final: "Whether every recipient's status is final.",
  createdAt: "When it was accepted.",
  scheduledAt: "When it is to begin; null for one that began at once.",
  finishedAt: "When every recipient's status had become final; null until then.",
  messagesGoneAt:
    "Since when some of its messages are gone, because they were older than what is kept; `progress` is then that of its end. Null while all are there.",
};

/** Words for batches, by request (the operation's id) and answer (the schema's name). */
export const batchWords: Readonly<Record<string, Words>> = {
  sendBatch: {
    ...SEND,
    name: "What the batch is called in lists; none when left out.",
    body: "The text, at most 1,600 characters, also once it is filled in; `{{name}}` is a place for the variable of that name.",
    recipients: "Whom it goes to, each number once; what is not right is left out and told in the answer.",
    "recipients.to":
      "The phone number in E.164: `+`, country code and number; spaces, brackets and hyphens do not matter.",
    "recipients.variables":
      "What is filled into the text for this recipient, by name; required for every place that the text has.",
  },
  listBatches: { appId: `Only batches of this app. ${OWN_APP}`, ...PAGING },
  Batch: {
    ...BATCH,
    rejections: "The first 500 recipients that were left out.",
    ...within("rejections", REJECTION),
  },
  BatchAccepted: {
    id: "The batch's id, to follow, pause or cancel it by.",
    accepted: "How many recipients get a message.",
    rejected: "Every recipient that was left out, and why.",
    ...within("rejected", REJECTION),
  },
  BatchPage: pageOf("The batches of this page, the newest first.", BATCH),
};
