import { listOf, pageOf, type Words, within } from "@/lib/openapi/describe";
import { CALLBACK, OWN_APP, PAGING, REASON } from "./common";

const APP =
  "The app that sends it. Required with a session; with an API key it may be left out, since a key speaks for its one app.";
const TEXT =
  "The text, at most 1,600 characters (Unicode code points), not only spaces; longer texts are sent in several segments.";
const SENDER =
  "The sender ID: up to 11 letters A to Z, digits and spaces, or up to 16 digits without `+`; the app's default sender when left out.";
const TRANSCODE =
  "Whether characters that GSM-7 does not have are replaced by look-alikes where that saves segments; the app's setting when left out.";

/** What sending to one and to many have in common. */
export const SEND: Words = {
  appId: APP,
  body: TEXT,
  from: SENDER,
  label: "A text of your own that the message is found by and that callbacks carry; none when left out.",
  flash: "Whether the text is shown at once on the screen and not stored by the phone; false when left out.",
  ttl: "How many minutes delivery is tried; the app's default when left out, and Routee's 72 hours where that is not set.",
  transcode: TRANSCODE,
  scheduledAt:
    "When to send it: ISO 8601 with a zone, at most a year (366 days) ahead; at once when left out or when the time has passed.",
  callback: "Where changes of the status are posted; the app's default callback when left out.",
  ...within("callback", CALLBACK),
};

const RECIPIENT = "The recipient's phone number in E.164: `+`, country code and number, at most 15 digits.";

const MESSAGE: Words = {
  id: "The message's id (a UUID), known from the moment it is accepted.",
  appId: "The app that sends it.",
  to: "The recipient's phone number, E.164.",
  from: "The sender ID, as it was given or the app's default then; null when none is known.",
  body: "The text as it was given, before transcoding.",
  label: "The label that it was sent with; null without one.",
  flash: "Whether it is shown at once on the screen and not stored by the phone.",
  ttl: "How many minutes delivery is tried; null for Routee's 72 hours.",
  transcode: "Whether transcoding was asked for, by the request or the app; null when neither said.",
  status:
    "Where it stands: ours before Routee speaks (`Scheduled`, `Accepted`, `Cancelled`), Routee's own words after, `Rejected` when Routee refused it, `Unknown` when no final answer came by the deadline.",
  final: "Whether the status is final and nothing more is expected.",
  trackingId: "Routee's id of the message; null until Routee has taken it.",
  encoding: "How the text is encoded: `GSM-7` has 160 characters a segment (153 of several), `UCS-2` 70 (67).",
  segmentCount: "How many segments it is sent in, after transcoding.",
  price: "What Routee has charged for its segments so far, decimal text; null until it says.",
  currency: "The price's currency, ISO 4217; null where Routee does not name it.",
  country: "The recipient's country, ISO 3166-1 alpha-2, by the number or Routee's report; null when it is not known.",
  operator: "The recipient's network as Routee names it; null until it does.",
  latency: "Seconds that delivery took, by Routee's measure; null until it says.",
  reason: "Why the status is what it is; null where there is nothing to say.",
  ...within("reason", REASON),
  callback:
    "The callback that the message itself was sent with; null when it named none, so that the app's default counts.",
  ...within("callback", CALLBACK),
  scheduledAt: "When it is to be sent; null for one that was sent at once.",
  createdAt: "When it was accepted.",
  finalAt: "When its status became final; null until then.",
};

const SEGMENT: Words = {
  segment: "The segment's number, from 1.",
  smsId: "Routee's id of the segment; null until it is known.",
  status: "The segment's own status, in Routee's word.",
  reason: "Why its status is what it is; null where there is nothing to say.",
  ...within("reason", REASON),
  updatedAt: "When it came to this status, by Routee's clock where Routee says.",
  price: "What Routee charged for this segment, decimal text; null until it says.",
};

const EVENT: Words = {
  sequence: "The event's place in the message's story, from 1.",
  at: "When it happened, by the clock of whoever reports it.",
  receivedAt: "When we learned of it.",
  source:
    "Who says so: `dashboard` a person or program here, `response` Routee's answer to our request, `receipt` its receipt, `tracking` its tracking resource, `sweeper` our own watch over deadlines.",
  status: "The status as it was reported; it may be a word that we do not know.",
  segment: "The segment that it is about, from 1; absent when it is about the whole message.",
  verdict: "What it did: `applied` changed something, `stale` came too late to, `duplicate` had been said before.",
  reason: "Why, as it was reported; absent where nothing was.",
  ...within("reason", REASON),
  payload:
    "What came with it, as it came: Routee's receipt or answer without secrets, or who asked; null where nothing did.",
};

export const ATTEMPT: Words = {
  at: "When the attempt began.",
  trigger:
    "Why it was made: `auto` by the timetable, `manual` by hand, `replay` with a window, `test` as a test event.",
  person: "E-mail address of the person who asked for it; null when nobody did.",
  httpStatus: "The HTTP status of the receiver's answer; null when none came.",
  durationMs: "How long it took, in milliseconds; 0 when the address may not be called.",
  problem: "Why it was no success, in a sentence; null when it was.",
  responseExcerpt: "The first 4,096 bytes of the receiver's answer as text; null when it had no body.",
};

export const MESSAGE_CALLBACK: Words = {
  id: "The callback's id, sent as `webhook-id` with every attempt.",
  url: "The address it is posted to.",
  status:
    "`pending` waits for its next attempt, `delivered` was answered 2xx, `failed` is not tried any more, `held` waits because its address is paused.",
  sequence: "The sequence of the event that it tells.",
  nextAttemptAt: "When it is tried next; null when it is not going to be.",
  createdAt: "When the change happened that it tells.",
  body: "Exactly what is posted, as text; the same on every attempt.",
  attempts: "Every attempt so far, the oldest first.",
  ...within("attempts", ATTEMPT),
};

const LIVE: Words = {
  id: "The message's id.",
  appId: "Its app.",
  status: "Its status after the event.",
  sequence: "The event's sequence within the message.",
  final: "Whether that status is final.",
};

const ANALYSIS: Words = {
  encoding: "`GSM-7` when every character is in its alphabet, else `UCS-2`.",
  characters: "Length in Unicode code points, which the limit of 1,600 counts.",
  units: "Length in what segments hold: septets of GSM-7, UTF-16 code units of UCS-2.",
  segments: "How many segments the text is sent in as it is written; 0 for an empty text.",
  perSegment: "How many units one segment of this text holds.",
  offenders: "The characters that GSM-7 does not have, in order and with repetitions; empty for GSM-7.",
  "offenders.char": "The character itself.",
  "offenders.name": "Its name in Unicode or in plain words.",
  "offenders.index": "Where it begins in the text, in UTF-16 code units from 0.",
  transcoded: "What would be sent instead; absent when transcoding was not asked for or would save no segment.",
  "transcoded.body": "The text after transcoding.",
  "transcoded.segments": "How many segments it has then.",
};

/** Words for messages, by request (the operation's id) and answer (the schema's name). */
export const messageWords: Readonly<Record<string, Words>> = {
  sendMessage: { ...SEND, to: RECIPIENT },
  listMessages: {
    appId: `Only messages of this app. ${OWN_APP}`,
    status: "Only messages that stand at this status.",
    batchId: "Only messages of this batch.",
    to: "Only messages to this number; spaces, brackets and hyphens in it do not matter.",
    q: "Search: a message's id or tracking ID, a recipient's number, or a whole label.",
    label: "Only messages with exactly this label.",
    from: "Only messages accepted at this time or later, ISO 8601 with a zone.",
    until: "Only messages accepted before this time, ISO 8601 with a zone.",
    ...PAGING,
  },
  listEvents: { after: "Only events with a higher sequence; all of them when left out." },
  analyzeText: {
    body: "The text to count, at most 1,600 characters (Unicode code points); it may be empty.",
    transcode: "Whether to show what transcoding would make of it too; not shown when left out.",
  },
  analyzeAtRoutee: { to: RECIPIENT, body: TEXT, from: SENDER, transcode: TRANSCODE },
  streamMessages: {
    appId: `Only messages of this app. ${OWN_APP}`,
    messageId: "Only this message; all when left out.",
  },
  Message: MESSAGE,
  MessagePage: pageOf("The messages of this page, the newest first.", MESSAGE),
  MessageDetail: {
    ...MESSAGE,
    segments: "What is known of each segment, in their order; empty until Routee reports one.",
    ...within("segments", SEGMENT),
    events: "Every event, in order of its sequence, also those that changed nothing.",
    ...within("events", EVENT),
    callbacks: "The callbacks that its changes made, in order of the events.",
    ...within("callbacks", MESSAGE_CALLBACK),
    asks: "How often Routee's tracking resource was asked about it.",
    askedAt: "When it was asked last; null for never.",
    batch: "The batch that it was made for; null when it was sent by itself.",
    "batch.id": "The batch's id.",
    "batch.name": "The batch's name; null without one.",
  },
  EventList: listOf("The events, in order of their sequence.", EVENT),
  LiveMessage: LIVE,
  Analysis: ANALYSIS,
  ProviderAnalysis: {
    parts: "How many segments Routee counts; null when it does not say.",
    unicode: "Whether Routee encodes the text as UCS-2; null when it does not say.",
    characters: "How many characters Routee counts; null when it does not say.",
    cost: "What Routee asks for one segment, decimal text; null when it does not say.",
    transcoded: "What Routee would send after transcoding; null when it names nothing.",
    "transcoded.body": "The text after transcoding.",
    "transcoded.parts": "How many segments it has then; null when Routee does not say.",
    agrees: "Whether Routee counts as we do.",
    differences: "A sentence for each thing that Routee counts otherwise; empty when it agrees.",
  },
};
