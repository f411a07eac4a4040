import { z } from "zod";
import { described } from "./describe";
import { jsonSchema } from "./json-schema";
import { SAMPLE } from "./operation";
import { WORDS } from "./words";

/** What is posted to the receivers of callbacks. */
export const STATUS_CHANGED = {
  operationId: "statusChanged",
  tags: ["Callbacks"],
  summary: "A message's status changed",
  description:
    "Posted to the message's callback URL, or the app's default. Any 2xx is success; retried otherwise, byte for byte, in order for each message.",
  parameters: [
    ["webhook-id", "The same on every attempt."],
    ["webhook-timestamp", "Seconds since 1970."],
    [
      "webhook-signature",
      "v1, and HMAC-SHA256 of id.timestamp.body (Standard Webhooks); two while a secret is replaced.",
    ],
  ].map(([name, description]) => ({ name, in: "header", required: true, description, schema: { type: "string" } })),
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: described(
          jsonSchema(
            z.object({
              messageId: z.string(),
              smsId: z.string().optional(),
              campaignTrackingId: z.string().optional(),
              campaignName: z.string().optional(),
              part: z.number().optional(),
              parts: z.number(),
              label: z.string().optional(),
              to: z.string(),
              from: z.string().optional(),
              country: z.string().optional(),
              operator: z.string().optional(),
              groups: z.array(z.string()),
              status: z.object({
                name: z.string(),
                reason: z.object({ detailedStatus: z.string(), description: z.string() }).optional(),
                updatedDate: z.string(),
              }),
              message: z.string(),
              applicationName: z.string(),
              latency: z.number().optional(),
              price: z.number().optional(),
              direction: z.string(),
              originatingService: z.string(),
              sequence: z.number(),
              previousStatus: z.string(),
              final: z.boolean(),
            }),
            "output",
          ),
          WORDS.statusChanged ?? {},
        ),
        example: {
          messageId: SAMPLE.message,
          parts: 1,
          to: "+306900000001",
          groups: [],
          status: { name: "Delivered", updatedDate: "2026-03-02T09:15:06Z" },
          message: "Your table is ready.",
          applicationName: "Shop",
          direction: "Outbound",
          originatingService: "Sms",
          sequence: 4,
          previousStatus: "Sent",
          final: true,
        },
      },
    },
  },
  responses: { "2XX": { description: "Received." } },
};
