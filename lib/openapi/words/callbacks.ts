import { listOf, pageOf, type Words, within } from "@/lib/openapi/describe";
import { OWN_APP, PAGING, REASON } from "./common";
import { ATTEMPT, MESSAGE_CALLBACK } from "./messages";

const CALLBACK: Words = {
  ...MESSAGE_CALLBACK,
  messageId: "Our id of the message that it is about; of a campaign's progress the campaign's id.",
  batchId: "The campaign whose progress it tells; null when it is about a message.",
  appId: "The app that it belongs to.",
};

const ENDPOINT: Words = {
  appId: "The app whose callbacks go there.",
  url: "The address.",
  failingSince: "When the failing began; of an address that was paused by hand, when that was.",
  pausedAt: "When it was paused, by hand, by a 410 or after 24 hours of failing; null while it is still tried.",
  problem: "What went wrong last, in a sentence, or that it was paused by hand.",
  held: "How many callbacks are held for it.",
  oldestHeldAt: "When the oldest of them was made; null when none is held.",
};

const TRY_ADDRESS: Words = { url: "The address to try; the app's default callback when left out." };

/** What is posted to the receivers of callbacks. */
const STATUS_CHANGED: Words = {
  messageId: "Routee's tracking ID of the message, or our id until that is known.",
  smsId: "Routee's id of the segment that made the change; absent when no segment did.",
  campaignTrackingId: "The batch or campaign that the message belongs to; absent when it was sent by itself.",
  campaignName: "The name of that batch or campaign; absent without one.",
  part: "The number of the segment that made the change, from 1; absent when no segment did.",
  parts: "How many segments the message has.",
  label: "The label that it was sent with; absent without one.",
  to: "The recipient's phone number, E.164.",
  from: "The sender ID; absent when none is known.",
  country: "The recipient's country, ISO 3166-1 alpha-2; absent until it is known.",
  operator: "The recipient's network as Routee names it; absent until it does.",
  groups: "Always empty: Tidings keeps no groups.",
  status: "What the message's status is now.",
  "status.name": "The status: Routee's word, or `Scheduled`, `Accepted`, `Cancelled`, `Rejected` or `Unknown` of ours.",
  "status.reason": "Why; absent where there is nothing to say.",
  ...within("status.reason", REASON),
  "status.updatedDate": "When it came to this status, ISO 8601 UTC in whole seconds.",
  message: "The text as it was given.",
  applicationName: "The name of the app.",
  latency: "Seconds that delivery took, by Routee's measure; absent until it says.",
  price: "What Routee charged for the segment that made the change; absent until it says.",
  direction: "Always `Outbound`.",
  originatingService: "Always `Sms`.",
  sequence: "The sequence of the event that made the change; a higher one of the same message is newer.",
  previousStatus: "The status before.",
  final: "Whether the status is final.",
};

/** Words for callbacks, by request (the operation's id) and answer (the schema's name). */
export const callbackWords: Readonly<Record<string, Words>> = {
  listCallbacks: {
    appId: `Only callbacks of this app. ${OWN_APP}`,
    messageId: "Only callbacks of this message, by our id or by Routee's tracking ID.",
    status: "Only callbacks that stand at this status.",
    httpStatus: "Only callbacks whose receiver answered this HTTP status last.",
    from: "Only callbacks made at this time or later, ISO 8601 with a zone.",
    until: "Only callbacks made before this time, ISO 8601 with a zone.",
    ...PAGING,
  },
  replayCallbacks: {
    appId: "The app whose callbacks are delivered again; with an API key it may be left out.",
    from: "The beginning of the window: callbacks made at this time or later, ISO 8601 with a zone.",
    until: "The end of the window, which is not in it any more; after `from`.",
    only: "`failed` takes those that failed or are held, `all` those that were delivered too.",
    dryRun: "Whether to count only and deliver nothing; false when left out.",
  },
  pauseEndpoint: { url: "The address, exactly as callbacks have it." },
  resumeEndpoint: {
    url: "The address, exactly as callbacks have it; it has to be paused.",
    deliver: "What becomes of what is held: `all` is delivered, or the `latest` of each message, or `none`.",
  },
  testCallback: TRY_ADDRESS,
  examineCallback: TRY_ADDRESS,
  statusChanged: STATUS_CHANGED,
  Callback: CALLBACK,
  CallbackPage: pageOf("The callbacks of this page, the newest first.", CALLBACK),
  CallbackAttempt: ATTEMPT,
  EndpointList: listOf("The addresses, the one that fails longest first.", ENDPOINT),
  Replayed: {
    count: "How many callbacks are delivered again, or would be with `dryRun`.",
    dryRun: "Whether they were only counted.",
  },
  Resumed: { delivering: "How many held callbacks are delivered now." },
  Diagnosis: {
    url: "The address that was examined.",
    checks: "Each check in its order; later ones are absent when an earlier one makes them pointless.",
    "checks.name": "What was checked.",
    "checks.result": "`good`, `warning` for what works but should be mended, or `bad`.",
    "checks.found": "What was found, in a sentence.",
    "checks.advice": "What to do about it; null when nothing is wrong.",
  },
  Preview: {
    days: "How many days back was counted.",
    messages: "How many messages of these days were counted.",
    sampled: "Whether only the newest 20,000 messages were counted, since there are that many or more.",
    onChange: "How many callbacks `OnChange` would have made for them.",
    onCompletion: "How many `OnCompletion` would have made.",
    sample: "What one callback looks like: its body as JSON text.",
  },
};
