import { listOf, type Words, within } from "@/lib/openapi/describe";
import { CALLBACK } from "./common";

const QUIET: Words = {
  from: "When they begin: a time of day like `22:00`, by the wall clock of the zone; later than `until` they run across midnight.",
  until: "When they end: a time of day like `07:00`, other than `from`.",
  zone: "The time zone, by its IANA name like `Europe/Athens`.",
};

const DEFAULTS: Words = {
  name: "What the app is called.",
  defaultSender:
    "The sender ID of messages that name none: up to 11 letters A to Z, digits and spaces, or up to 16 digits.",
  defaultCallback: "Where changes are posted for messages that name no callback.",
  ...within("defaultCallback", CALLBACK),
  enforceTranscode: "Whether texts are transcoded where the message does not say.",
  defaultTtl: "How many minutes delivery is tried for messages that do not say.",
  quietHours: "Hours of the day in which nothing is handed over to Routee: messages wait until they end.",
  ...within("quietHours", QUIET),
};

/** The words of {@link DEFAULTS}, each with what follows when it is left out. */
const DEFAULTS_GIVEN = (unless: Words): Words => ({
  ...DEFAULTS,
  ...Object.fromEntries(Object.entries(unless).map(([name, words]) => [name, `${DEFAULTS[name] ?? ""} ${words}`])),
});

const APP: Words = {
  id: "The app's id (a UUID).",
  environment: "`sandbox` sends to the built-in stand-in for Routee, `live` through Routee to phones.",
  applicationId: "Routee's id of the application.",
  applicationSecret: "What may be known of the secret, which itself never comes back.",
  "applicationSecret.set": "Whether there is one.",
  "applicationSecret.last4": "Its last four characters; null when there is none.",
  ...DEFAULTS_GIVEN({
    defaultSender: "Null without one.",
    defaultCallback: "Null without one.",
    defaultTtl: "Null for Routee's 72 hours.",
    quietHours: "Null for none.",
  }),
  archivedAt: "When it was archived; null while it is in use. An archived app sends nothing more.",
  createdAt: "When it was made.",
};

const CONNECTION: Words = {
  state: "`closed` lets requests to Routee pass, `open` makes none before `retryAt`, `half_open` is trying one.",
  failures: "How many requests failed in a row.",
  since: "When it opened; null while it is closed.",
  retryAt: "When the next request is tried; null while it is closed.",
  lastFailureAt: "When a request failed last; null when none of late did.",
  problem: "What went wrong last, in a sentence; null when nothing of late did.",
};

const KEY: Words = {
  id: "The key's id: the OAuth2 client's id.",
  appId: "The one app that it speaks for.",
  name: "What the key is called.",
  secretPrefix: "How its secret begins, which tells sandbox from live.",
  secretLast4: "The last four characters of its secret, to tell keys apart.",
  scopes: "What it may do: `messages:send` sends, cancels and delivers again, `messages:read` reads.",
  requestsPerMinute: "How many requests it may make in a minute; more are answered 429.",
  createdAt: "When it was made.",
  expiresAt: "From when on it is refused; null for never.",
  revokedAt: "When it was revoked; null while it was not.",
  lastUsedAt: "When it was last used in the last 30 days; null for not at all.",
  usage: "How many requests it made.",
  "usage.day": "Requests of the last 24 hours, counted by the hour.",
  "usage.month": "Requests of the last 30 days.",
  "usage.limited": "How many requests of the last 30 days were refused for coming too fast.",
};

const CREDENTIALS: Words = {
  environment: "`live` asks Routee, `sandbox` the built-in stand-in for it.",
  applicationId: "Routee's id of the application.",
  applicationSecret: "Routee's secret of the application; it is not kept.",
};

/** Words for apps and API keys, by request (the operation's id) and answer (the schema's name). */
export const appWords: Readonly<Record<string, Words>> = {
  createApp: {
    environment:
      "`sandbox` sends to the built-in stand-in for Routee, `live` through Routee to phones; it cannot be changed later.",
    applicationId: "Routee's id of the application. A live app needs it; a sandbox app gets one when it is left out.",
    applicationSecret:
      "Routee's secret of the application, kept encrypted and never shown again. A live app needs it; a sandbox app gets one when it is left out.",
    ...DEFAULTS_GIVEN({
      defaultSender: "Left out, every message has to name one.",
      defaultCallback: "None when left out.",
      enforceTranscode: "False when left out.",
      defaultTtl: "Routee's 72 hours when left out.",
      quietHours: "None when left out.",
    }),
  },
  updateApp: {
    applicationId: "Routee's id of the application; it stays when left out.",
    applicationSecret: "A new secret in place of the old one, which stays when this is left out.",
    ...DEFAULTS_GIVEN({
      name: "It stays when left out.",
      defaultSender: "It stays when left out; null takes it away.",
      defaultCallback: "It stays when left out; null takes it away.",
      enforceTranscode: "It stays when left out.",
      defaultTtl: "It stays when left out; null takes it away.",
      quietHours: "They stay when left out; null takes them away.",
    }),
    archived:
      "True archives the app, which then sends nothing more while its receipts still come in; false brings it back.",
  },
  listApps: { archived: "`true` lists the archived apps in place of those in use; `false` when left out." },
  deleteApp: { name: "The app's name, to confirm; required when the app has messages." },
  verifyCredentials: CREDENTIALS,
  createApiKey: {
    name: "What the key is called in lists.",
    scopes: "What it may do: `messages:send`, `messages:read` or both; both when left out.",
    expiresAt:
      "From when on it is refused: ISO 8601 with a zone, in the future, at most ten years ahead; left out or null it lives until it is revoked.",
    requestsPerMinute: "How many requests it may make in a minute; more are answered 429.",
  },
  App: APP,
  AppDetail: {
    ...APP,
    connection: "The circuit breaker of the way to Routee: after many failures in a row requests wait.",
    ...within("connection", CONNECTION),
    lastReceiptAt: "When the last receipt for one of its 200 newest messages came in; null for none.",
  },
  CreatedApp: {
    ...APP,
    callbackSigningSecret: "The secret that signs its callbacks (`whsec_` and base64), in this answer only.",
  },
  AppList: listOf("The apps, the oldest first.", APP),
  AppContent: {
    messages: "How many messages would go, recipients of batches that wait included.",
    open: "How many of them are not final yet.",
    callbacks: "How many callbacks would go.",
  },
  RotatedSecret: {
    callbackSigningSecret: "The new secret (`whsec_` and base64), in this answer only.",
    previousValidUntil: "Until when the one before signs too: for 24 hours.",
  },
  Account: {
    token:
      "`good` when Routee gives a token for the credentials, `refused` when it does not, `unknown` when it could not be asked.",
    balance: "The account's balance, decimal text; null when Routee does not tell it.",
    currency: "The balance's currency, ISO 4217; null when Routee does not tell it.",
    checkedAt: "When Routee was asked.",
    problem: "What went wrong, in a sentence; null when nothing did.",
  },
  Verified: {
    ok: "Whether the credentials got a token.",
    checkedAt: "When they were tried.",
    problem: "Why they did not, and what to look at; absent when they did.",
  },
  ApiKey: KEY,
  ApiKeyList: listOf("The keys, the newest first, those that are revoked or expired too.", KEY),
  CreatedApiKey: {
    ...KEY,
    secret: "The key's secret, in this answer only: the bearer, and the OAuth2 client's secret.",
  },
};
