import { z } from "zod";
import * as apps from "@/lib/apps/contract";
import * as batches from "@/lib/batches/contract";
import * as callbacks from "@/lib/callbacks/contract";
import * as keys from "@/lib/keys/contract";
import * as messages from "@/lib/messages/contract";
import { personSchema } from "@/lib/people/contract";
import { problemSchema } from "@/lib/platform/problem";
import * as routee from "./routee-shapes";

/** The answers that the document names: the same schemas that the browser reads them by. */
export const SCHEMAS = {
  Account: apps.providerAccountSchema,
  Analysis: messages.textAnalysisSchema,
  ApiKey: keys.apiKeySchema,
  ApiKeyList: keys.apiKeyListSchema,
  App: apps.appSchema,
  AppContent: apps.appContentSchema,
  AppDetail: apps.appDetailSchema,
  AppList: apps.appListSchema,
  Batch: batches.batchDetailSchema,
  BatchAccepted: batches.batchAcceptedSchema,
  BatchPage: batches.batchPageSchema,
  Callback: callbacks.callbackSchema,
  CallbackAttempt: messages.callbackAttemptSchema,
  CallbackPage: callbacks.callbackPageSchema,
  CreatedApiKey: keys.createdKeySchema,
  CreatedApp: apps.createdAppSchema,
  Diagnosis: callbacks.diagnosisSchema,
  EndpointList: callbacks.endpointListSchema,
  EventList: messages.eventListSchema,
  Health: z.object({
    status: z.string(),
    version: z.string(),
    database: z.string(),
    worker: z.object({ lastSeenAt: z.string().nullable(), queued: z.number() }),
  }),
  Liveness: z.object({ status: z.string(), version: z.string() }),
  LiveMessage: messages.liveMessageSchema,
  Message: messages.messageSchema,
  MessageDetail: messages.messageDetailSchema,
  MessagePage: messages.messagePageSchema,
  OpenApi: z.looseObject({
    openapi: z.string(),
    info: z.object({ title: z.string() }).loose(),
    paths: z.object({}).loose(),
  }),
  Person: personSchema,
  Preview: callbacks.previewSchema,
  Problem: problemSchema,
  ProviderAnalysis: messages.providerAnalysisSchema,
  Replayed: callbacks.replayedSchema,
  Resumed: callbacks.resumedSchema,
  RotatedSecret: apps.rotatedSecretSchema,
  SetupState: z.object({ needed: z.boolean() }),
  Verified: apps.verifiedSchema,
  RouteeBalance: routee.balanceSchema,
  RouteeCampaign: routee.campaignSchema,
  RouteeCampaignAnalysis: routee.campaignAnalysisSchema,
  RouteeError: routee.errorSchema,
  RouteePrices: routee.pricesSchema,
  RouteeSms: routee.smsAnswerSchema,
  RouteeSmsAnalysis: routee.smsAnalysisSchema,
  RouteeToken: routee.tokenSchema,
  RouteeTracking: routee.trackingListSchema,
  RouteeTrackingPage: routee.trackingPageSchema,
} as const satisfies Record<string, z.ZodType>;
export type SchemaName = keyof typeof SCHEMAS;
