import type { SampleValues } from "../samples/operations";

/** What Tidings answers, as the guide shows it: to the samples as they stand, with the reader's own values. Pure. */

const ID = "019aafc2-5a0e-7c41-9d3e-6f1b2c3d4e5f";
const ROUTEE_ID = "6b2f0a1e-2c3d-4e5f-8a9b-0c1d2e3f4a5b";

const token = () => ({
  access_token: "3f0c2d7e-8b1a-4c55-9a3e-1d2b3c4d5e6f",
  token_type: "bearer",
  expires_in: 3599,
  scope: "account report sms messages:send messages:read",
  permissions: ["MT_ROLE_ACCOUNT_FINANCE", "MT_ROLE_REPORT", "MT_ROLE_SMS"],
});

const sent = ({ from, to, text }: SampleValues) => ({
  trackingId: ID,
  status: "Queued",
  createdAt: "2026-11-23T09:15:01.27Z",
  from,
  to,
  body: text,
  bodyAnalysis: { parts: 1, unicode: false, characters: text.length },
  flash: false,
});

const tracked = ({ from, to, text }: SampleValues) => [
  {
    smsId: "9c1e6f0a-2b3c-4d5e-8f90-a1b2c3d4e5f6",
    messageId: ROUTEE_ID,
    to,
    groups: [],
    country: "GR",
    operator: "Cosmote",
    status: { status: "Delivered", date: "2026-11-23T09:15:04Z" },
    body: text,
    applicationName: "Restaurant",
    originatingService: "Sms",
    latency: 3,
    parts: 1,
    part: 1,
    price: 0.042,
    from,
    direction: "Outbound",
  },
];

const ours = ({ from, to }: SampleValues) => ({
  id: ID,
  to,
  from,
  status: "Delivered",
  final: true,
  trackingId: ROUTEE_ID,
  encoding: "GSM-7",
  segmentCount: 1,
  price: "0.042",
  currency: "EUR",
  reason: null,
  finalAt: "2026-11-23T09:15:04.000Z",
});

/** Every field that a callback of one message can have; e2e/guide-samples.spec.ts holds it against a real one. */
export const CALLBACK_FIELDS = {
  messageId: ROUTEE_ID,
  smsId: "9c1e6f0a-2b3c-4d5e-8f90-a1b2c3d4e5f6",
  part: 1,
  parts: 1,
  label: "table-12",
  to: "+306900000010",
  from: "Kiosk",
  country: "GR",
  operator: "Cosmote",
  groups: [],
  status: {
    name: "Undelivered",
    reason: { detailedStatus: "Undelivered on Handset", description: "The phone is switched off." },
    updatedDate: "2026-11-23T09:15:04Z",
  },
  message: "Your table is ready. Come on in!",
  applicationName: "Restaurant",
  latency: 3,
  price: 0.042,
  direction: "Outbound",
  originatingService: "Sms",
  sequence: 4,
  previousStatus: "Sent",
  final: true,
};

const problem = () => ({
  type: "urn:tidings:problem:invalid_fields",
  title: "Some fields are not right",
  status: 422,
  code: "invalid_fields",
  detail: "to: A valid phone number in international format (E.164): + and country code, at most 15 digits.",
  requestId: "019aafc2-6b1f-7d52-8e4f-7a2c3d4e5f60",
  errors: [{ path: "to", code: "custom", message: "A valid phone number in international format (E.164): …" }],
});

const routeeError = () => ({
  code: "400000000",
  developerMessage: "Validation Error!",
  entity: "SmsTracking",
  properties: { to: "Invalid mobile number" },
});

/** The answers by name. */
export const ANSWERS = { token, sent, tracked, ours, callback: () => CALLBACK_FIELDS, problem, routeeError } as const;
export type AnswerName = keyof typeof ANSWERS;
