import type { z } from "zod";
import type { Scope } from "@/lib/keys/contract";
import type { ProblemCode } from "@/lib/platform/problem";
import type { SchemaName } from "./schemas";

/** One address and method of the API, as its document describes it. */
export interface Operation {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its parameters in braces. */
  path: string;
  /** Unique; what generated clients call it. */
  id: string;
  tag: Tag;
  summary: string;
  description?: string;
  /** Who may: everybody, people who are signed in, or those and API keys with this scope. */
  auth: "none" | "session" | Scope;
  /** The very schemas that parse the request. */
  query?: z.ZodType;
  body?: z.ZodType;
  /** The answer when all goes well; without a schema there is no body. */
  success: { status: 200 | 201 | 202 | 204; description: string; schema?: SchemaName; type?: string };
  /** What can go wrong here besides what can everywhere. */
  problems?: readonly ProblemCode[];
  /** A request that works, with the sample ids; it is executed in a test. */
  example: { path?: Readonly<Record<string, string>>; query?: Readonly<Record<string, string>>; body?: unknown };
}

export const TAGS = {
  Messages: "Sending, and what became of every message.",
  Batches: "One text to many recipients, paced, and their progress.",
  Callbacks: "Statuses on their way to your own systems, signed and retried.",
  Apps: "Routee applications, their credentials and defaults. For people who are signed in.",
  "API keys": "Programs' ways in. For people who are signed in.",
  "Routee-compatible":
    "The addresses of Routee's own API, with its own fields and errors: code written for it changes its host.",
  System: "Health, set-up and this document.",
} as const;
export type Tag = keyof typeof TAGS;

/** The ids in examples; a reader's own stand in for them. */
export const SAMPLE = {
  app: "01a209d5-915a-7181-b3a0-3ad6e61a1290",
  message: "01a209d5-915a-7181-b3a0-3ad6e61a1291",
  scheduled: "01a209d5-915a-7181-b3a0-3ad6e61a1292",
  batch: "01a209d5-915a-7181-b3a0-3ad6e61a1293",
  callback: "01a209d5-915a-7181-b3a0-3ad6e61a1294",
  key: "01a209d5-915a-7181-b3a0-3ad6e61a1295",
  campaign: "01a209d5-915a-7181-b3a0-3ad6e61a1296",
  receiver: "https://shop.example/hooks/sms",
} as const;
