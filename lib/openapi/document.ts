import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "@/lib/platform/problem";
import { type Operation, SAMPLE, TAGS } from "./operation";
import { OPERATIONS } from "./operations";
import { SCHEMAS } from "./schemas";

/**
 * The API as an OpenAPI 3.1 document, made from the very schemas that parse the requests. Pure.
 * @param server the address that this installation is reached at.
 */
export function openApiDocument(server: string, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = operationObject(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Tidings",
      version,
      description:
        "SMS through Routee, with the whole story of every message. Times are ISO 8601 UTC with milliseconds, numbers E.164 with +, money decimal text.",
    },
    servers: [{ url: server }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: { statusChanged: { post: STATUS_CHANGED } },
    components: {
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema, "output")]),
      ),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key's secret, or a token from /oauth/token." },
        oauth2: {
          type: "oauth2",
          flows: {
            clientCredentials: {
              tokenUrl: `${server}/oauth/token`,
              scopes: {
                "messages:send": "Send, cancel, deliver again.",
                "messages:read": "Read everything of the app.",
              },
            },
          },
        },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
    },
  };
}

/** A schema as JSON Schema, without what only zod knows. Pure. */
export function jsonSchema(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const REQUEST_ID = {
  "x-request-id": { description: "Stands in the server's log too.", schema: { type: "string" } },
};
const RATE = Object.fromEntries(
  [
    ["ratelimit-limit", "Requests a minute that this API key may make."],
    ["ratelimit-remaining", "What is left of them."],
    ["ratelimit-reset", "Seconds until the next minute."],
  ].map(([name, description]) => [name, { description, schema: { type: "integer" } }]),
);

function operationObject(operation: Operation) {
  const { path, id, tag, summary, description, auth, body, success } = operation;
  const scoped = auth !== "none" && auth !== "session";
  const formEncoded = id === "issueToken";
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: securityOf(operation),
    parameters: [
      ...pathParameters(path),
      ...queryParameters(operation),
      ...(keepsAnswers(operation) ? [IDEMPOTENCY] : []),
    ],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [formEncoded ? "application/x-www-form-urlencoded" : "application/json"]: {
                schema: jsonSchema(body, "input"),
                example: operation.example.body,
              },
            },
          },
        }
      : {}),
    responses: {
      [success.status]: {
        description: success.description,
        headers: { ...REQUEST_ID, ...(scoped ? RATE : {}) },
        ...(success.schema
          ? {
              content: {
                [success.type ?? "application/json"]: { schema: { $ref: `#/components/schemas/${success.schema}` } },
              },
            }
          : {}),
      },
      ...problemResponses(operation),
    },
  };
}

const IDEMPOTENCY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "1 to 255 printable ASCII characters. For 24 hours a repetition gets the first answer, byte for byte.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function securityOf({ auth, tag }: Operation): object[] {
  if (auth === "none") return [];
  if (auth === "session") return [{ session: [] }];
  const programs = [{ apiKey: [] }, { oauth2: [auth] }];
  return tag === "Routee-compatible" ? programs : [...programs, { session: [] }];
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query, example }: Operation): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, "input") as {
    properties?: Record<string, Record<string, unknown>>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { default: _, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
    ...(example.query?.[name] === undefined ? {} : { example: example.query[name] }),
  }));
}

/** Whether a repetition with the same Idempotency-Key gets the first answer: at Routee's addresses only where it says so. */
function keepsAnswers({ method, auth, tag, problems = [] }: Operation): boolean {
  if (method === "GET" || auth === "none") return false;
  return tag !== "Routee-compatible" || problems.includes("idempotency_key_reused");
}

/** What can go wrong at every address of its kind. */
function problemsOf(operation: Operation): ProblemCode[] {
  const { auth, method, path, tag, body, query, problems = [] } = operation;
  const scoped = auth !== "none" && auth !== "session";
  const reads = body !== undefined || (tag === "Routee-compatible" && method !== "GET");
  return [
    "key_in_url",
    ...(auth === "none" ? [] : (["unauthenticated", "invalid_key", "forbidden", "rate_limited"] as const)),
    ...(scoped ? (["scope_missing"] as const) : []),
    ...(path.includes("{") ? (["not_found"] as const) : []),
    ...(reads ? (["malformed_json", "unsupported_media_type", "body_too_large", "invalid_fields"] as const) : []),
    ...(query ? (["invalid_fields"] as const) : []),
    ...(keepsAnswers(operation)
      ? (["invalid_fields", "idempotency_key_reused", "idempotency_in_progress"] as const)
      : []),
    ...problems,
    "unavailable",
  ];
}

function problemResponses(operation: Operation): Record<string, object> {
  const byStatus = new Map<number, Set<ProblemCode>>();
  for (const code of problemsOf(operation)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const routees = operation.tag === "Routee-compatible";
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        // Routee has no 422: wrong fields are 400 there.
        routees && status === 422 ? 400 : status,
        {
          description: routees
            ? "In Routee's shape."
            : [...codes].map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
          headers: {
            ...REQUEST_ID,
            ...(status === 429 || status === 503 ? { "retry-after": { schema: { type: "integer" } } } : {}),
          },
          content: routees
            ? { "application/json": { schema: { $ref: "#/components/schemas/RouteeError" } } }
            : { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      ]),
  );
}

/** What is posted to the receivers of callbacks. */
const STATUS_CHANGED = {
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
        schema: jsonSchema(
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
