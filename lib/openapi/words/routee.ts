import { type Words, within } from "@/lib/openapi/describe";
import { REASON } from "./common";

/** Words for Routee's own addresses: fields are Routee's, and where Tidings does otherwise they say so. */

const CALLBACK: Words = {
  url: "The absolute web address that is posted to, without user name or password; `https://` for a live app.",
  strategy: "`OnChange` calls back on every change of the status, `OnCompletion` only when it becomes final.",
};
const CALLBACK_GIVEN: Words = { ...CALLBACK, strategy: `${CALLBACK.strategy} \`OnChange\` when left out.` };

const SENDER = "The sender ID: up to 11 letters A to Z, digits and spaces, or up to 16 digits without `+`";
const TEXT = "The text, at most 1,600 characters (Unicode code points), not only spaces.";

const SEND: Words = {
  to: "The recipient's phone number in E.164; the `+` may be missing.",
  body: TEXT,
  from: `${SENDER}; the app's default sender when it is empty or left out.`,
  flash: "Whether the text is shown at once on the screen and not stored by the phone; false when left out.",
  label: "A text of your own, at most 350 characters, that tracking and callbacks carry; none when left out.",
  ttl: "How many minutes delivery is tried, a whole number from 1 to 4,320; the app's default when left out, and Routee's 72 hours where that is not set.",
  transcode:
    "Whether characters that GSM-7 does not have are replaced by look-alikes where that saves segments; the app's setting when left out.",
  callback: "Where changes of the status are posted; the app's default callback when left out.",
  ...within("callback", CALLBACK_GIVEN),
};
const { to: _, label: __, ...SHARED } = SEND;

/** Words for an analysis, which takes what sending takes, and looks at little of it. */
function looksAt(words: Words, ...names: readonly string[]): Words {
  const idle = Object.entries(words).filter(([path]) => !path.includes(".") && !names.includes(path));
  return { ...words, ...Object.fromEntries(idle.map(([path]) => [path, "Makes no difference to the analysis."])) };
}

const CAMPAIGN: Words = {
  ...SHARED,
  to: "The recipients' phone numbers in E.164, at least 1 and at most 30,000; the `+` may be missing, and a number that comes twice gets one message.",
  contacts: "Only empty: Tidings keeps no contacts, and refuses the request otherwise.",
  groups: "Only empty: Tidings keeps no groups, and refuses the request otherwise.",
  from: `${SENDER}. Routee requires it; here the app's default sender stands in when it is empty or left out.`,
  body: `${TEXT.slice(0, -1)}; \`[~name]\` is a place for the fallback value of that name.`,
  campaignName:
    "What the campaign is called: 2 to 30 Latin letters, digits, spaces and hyphens, only once in an app; none when left out.",
  scheduledDate: "When to begin: ISO 8601 with its zone; at once when left out or when the time has passed.",
  respectQuietHours: "Only false: the quiet hours that count are those of the app, and true is refused.",
  campaignCallback: "Where the campaign's progress is posted; nowhere when left out.",
  ...within("campaignCallback", {
    url: CALLBACK.url ?? "",
    strategy:
      "`OnChange` calls back whenever a fifth of the messages has another status, `OnCompletion` once when all are final. `OnChange` when left out.",
  }),
  fallbackValues: "What is filled into the text, by the name of the place; required for every place that the text has.",
  allowInvalid: "Whether numbers that are not valid are left out; when false or left out, one of them refuses all.",
};

const BODY_ANALYSIS: Words = {
  parts: "How many segments the text has as it is written.",
  unicode: "Whether the text needs UCS-2, which halves what a segment holds.",
  characters: "Length in UTF-16 code units.",
  unsupportedGSMCharacters: "The characters that GSM-7 does not have, each once; absent when there are none.",
  transcode: "What transcoding makes of the text; absent when nothing is gained by it.",
  "transcode.message": "The text after transcoding.",
  "transcode.parts": "How many segments it has then.",
};
const ANALYSIS = (what: string): Words => ({ bodyAnalysis: what, ...within("bodyAnalysis", BODY_ANALYSIS) });

const TRACKING: Words = {
  smsId: "Routee's id of the segment; absent until it is known.",
  messageId: "Routee's tracking ID of the message, or our id until that is known.",
  campaignTrackingId: "The campaign that the message belongs to; absent when it was sent by itself.",
  campaignName: "The campaign's name; absent without one.",
  to: "The recipient's phone number, E.164.",
  groups: "Always empty: Tidings keeps no groups.",
  country: "The recipient's country, ISO 3166-1 alpha-2; absent until it is known.",
  operator: "The recipient's network; absent until it is known.",
  status: "Where the segment stands.",
  "status.status":
    "`Queued`, `Sent`, `Delivered`, `Undelivered`, `Failed` or `Unsent`, or `Cancelled`, `Rejected` or `Unknown` of ours.",
  "status.date": "When it came to this status, ISO 8601 UTC in whole seconds.",
  "status.reason": "Why; absent where there is nothing to say.",
  ...within("status.reason", REASON),
  body: "The text as it was given.",
  applicationName: "The name of the app.",
  originatingService: "Always `Sms`.",
  latency: "Seconds that delivery took, by Routee's measure; 0 until it is known.",
  parts: "How many segments the message has.",
  part: "The number of this segment, from 1.",
  price: "What Routee charged for this segment; absent until it says.",
  from: "The sender ID.",
  direction: "Always `Outbound`.",
  label: "The label that it was sent with; absent without one.",
};

const PAGING: Words = {
  page: "Which page, from 0; the first when left out.",
  size: "How many segments there are on a page; 20 when left out.",
  sort: "A field to sort by (`to`, `from`, `country`, `operator`, `label`, `status.status`, `price`, `latency`), with `,desc` for the other direction; the newest first when left out.",
};

const CAMPAIGN_ANALYSIS: Words = {
  numberOfRecipients: "How many numbers there are, each counted once.",
  recipientsPerCountry: "How many numbers each country has, by its ISO 3166-1 alpha-2 code.",
  recipientCountries: "The country of each number; one whose country is not known is absent.",
  contacts: "Always empty: Tidings keeps no contacts.",
  recipientsPerGroup: "Always empty: Tidings keeps no groups.",
  totalInGroups: "Always 0: Tidings keeps no groups.",
  ...ANALYSIS("What the text comes to, before it is filled in."),
};

/** By request (the operation's id) and answer (the schema's name). */
export const routeeWords: Readonly<Record<string, Words>> = {
  issueToken: {
    grant_type: "Always `client_credentials`.",
    scope:
      "The scopes that the token is to have, with spaces or commas between: Routee's (`sms`, `report`, `account`) or ours; all of the key when left out.",
    client_id: "The API key's id; left out with Basic credentials.",
    client_secret: "The API key's secret; left out with Basic credentials.",
  },
  routeeSend: SEND,
  routeeAnalyze: looksAt(SEND, "to", "body", "from"),
  routeeSearch: {
    dateStart: "Only messages accepted at this time or later: ISO 8601, within the latest 7 days.",
    dateEnd: "Only messages accepted up to this time: ISO 8601, not before `dateStart`.",
    ...PAGING,
    trackingId: "Only messages of this campaign; all when left out.",
    campaign: "`true` finds only messages of campaigns; all when left out.",
    fieldName: "The field that is looked at.",
    searchTerm: "What it is compared with; upper and lower case differ.",
    searchOperator: "How it is compared; `is` when left out.",
  },
  routeeSendCampaign: CAMPAIGN,
  routeeAnalyzeCampaign: looksAt(CAMPAIGN, "to", "contacts", "groups", "body"),
  routeeUpdateCampaign: CAMPAIGN,
  routeeTrackCampaign: PAGING,
  routeePrices: {
    mcc: "Only prices of this mobile country code, for example `202`; all countries when left out.",
    mnc: "Only prices of this mobile network code; all networks when left out.",
    currency: "The currency to tell them in, ISO 4217; the account's when left out.",
    service: "Makes no difference: prices are always those of SMS.",
  },
  RouteeToken: {
    access_token: "The token, to send as `Authorization: Bearer`.",
    token_type: "Always `bearer`.",
    expires_in: "How many seconds it lives on, at most 3,599.",
    scope: "What it may do, with spaces between, in Routee's words and ours.",
    permissions: "The same in Routee's names of rights.",
  },
  RouteeSms: {
    trackingId: "Our id of the message; tracking finds it by this and by Routee's own.",
    status: "Always `Queued`: the message is stored.",
    createdAt: "When it was accepted, ISO 8601 UTC.",
    from: "The sender ID.",
    to: "The recipient's phone number, E.164.",
    body: "The text as it was given.",
    ...ANALYSIS("What the text comes to."),
    flash: "Whether it is shown at once on the screen and not stored by the phone.",
    callback: "The callback that it was sent with; absent without one.",
    ...within("callback", CALLBACK),
    label: "The label that it was sent with; absent without one.",
    ttl: "How many minutes delivery is tried; absent for Routee's 72 hours.",
  },
  RouteeSmsAnalysis: {
    cost: "What Routee asks for one segment; absent when Routee cannot be asked now.",
    ...ANALYSIS("What the text comes to, by our own count."),
  },
  RouteeTracking: TRACKING,
  RouteeTrackingPage: {
    content: "The segments of this page.",
    ...within("content", TRACKING),
    totalPages: "How many pages there are; 0 when nothing was found.",
    totalElements: "How many segments there are on all pages.",
    last: "Whether this is the last page.",
    numberOfElements: "How many segments this page has.",
    first: "Whether this is the first page.",
    size: "How many segments a page may have.",
    number: "Which page this is, from 0.",
  },
  RouteeCampaignAnalysis: CAMPAIGN_ANALYSIS,
  RouteeCampaign: {
    trackingId: "The campaign's id.",
    campaignName: "Its name; absent without one.",
    type: "Always `Sms`.",
    state:
      "`Scheduled` waits for its time, `Queued` has sent nothing yet, `Running` has begun, `Sent` waits for receipts, `Finished` has only final statuses.",
    createdAt: "When it was accepted, ISO 8601 UTC.",
    endedAt: "When every message had become final, ISO 8601 UTC; absent until then.",
    respectQuietHours: "Always false: the quiet hours that count are those of the app.",
    scheduledDate: "When it is to begin, ISO 8601 UTC in whole seconds; absent for one that began at once.",
    from: "The sender ID.",
    to: "The numbers that it was asked for.",
    body: "The text, with its places.",
    smsAnalysis: "What the recipients and the text come to.",
    ...within("smsAnalysis", CAMPAIGN_ANALYSIS),
    flash: "Whether it is shown at once on the screen and not stored by the phone.",
    ttl: "How many minutes delivery is tried; absent for Routee's 72 hours.",
    fallbackValues: "What is filled into the text, by the name of the place; absent when there is nothing.",
    statuses: "How many messages have each status.",
    callback: "The callback of its messages; absent when the app's default counts.",
    ...within("callback", CALLBACK),
    campaignCallback: "Where its progress is posted; absent without one.",
    ...within("campaignCallback", {
      url: "The address that is posted to.",
      strategy:
        "`OnChange` calls back whenever a fifth of the messages has another status, `OnCompletion` once when all are final.",
    }),
    cost: "What Routee has charged for its messages so far.",
    totalMessages: "How many messages it has.",
  },
  RouteeError: {
    code: "Nine digits: the HTTP status, Routee's module and its number; absent in the two other shapes.",
    developerMessage: "What is wrong, in words; comes with `code`.",
    entity: "Routee's name of what was asked for.",
    properties: "Each field that is not right, and why; comes with `400000000`.",
    property: "The one field that names what is not there, or is in the way.",
    value: "What that field said.",
    errors: "What is wrong with the content; comes with `400005000`.",
    "errors.errorCode": "Routee's three digits of it.",
    "errors.developerMessage": "What is wrong, in words.",
    error: "The kind of error: OAuth's word, or the HTTP status in words.",
    error_description: "What is wrong, in words; comes with OAuth's words.",
    timestamp: "When it was answered; comes with a status in words, as the three below do.",
    status: "The HTTP status.",
    message: "What is wrong, in words.",
    path: "The address that was asked.",
  },
  RouteeBalance: { balance: "The account's balance; other fields come as Routee gives them." },
  RouteePrices: { sms: "The prices of SMS by country and network, as Routee gives them." },
};
