import { described } from "./describe";
import { jsonSchema } from "./json-schema";
import { type Operation, TAGS } from "./operation";
import { OPERATIONS } from "./operations";
import { problemsOf, takesIdempotencyKey } from "./problems";
import { SCHEMAS } from "./schemas";
import { STATUS_CHANGED } from "./webhook";
import { pathWords, WORDS } from "./words";

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
        Object.entries(SCHEMAS).map(([name, schema]) => [
          name,
          described(jsonSchema(schema, "output"), WORDS[name] ?? {}),
        ]),
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
        session: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "The session of a person who is signed in.",
        },
      },
    },
  };
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

const RETRY_AFTER = {
  "retry-after": { description: "Seconds to wait before trying again.", schema: { type: "integer" } },
};

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
      ...(takesIdempotencyKey(operation) ? [IDEMPOTENCY] : []),
    ],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [formEncoded ? "application/x-www-form-urlencoded" : "application/json"]: {
                schema: described(jsonSchema(body, "input"), WORDS[id] ?? {}),
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
          : success.type
            ? { content: { [success.type]: { schema: { type: "string" } } } }
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
  description:
    "A name of your own for this request, 1 to 255 printable ASCII characters without spaces: for 24 hours a repetition with it gets the first answer, byte for byte. Without it every request is a new one.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function securityOf({ auth, tag }: Operation): object[] {
  if (auth === "none") return [];
  if (auth === "session") return [{ session: [] }];
  const programs = [{ apiKey: [] }, { oauth2: [auth] }];
  return tag === "Routee-compatible" ? programs : [...programs, { session: [] }];
}

function pathParameters(path: string): object[] {
  const words = pathWords(path);
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: words[name],
    schema: { type: "string" },
  }));
}

function queryParameters({ id, query, example }: Operation): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, "input") as {
    properties?: Record<string, Record<string, unknown>>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { default: usual, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    description: WORDS[id]?.[name],
    // The default of what is written as text is what the text becomes, and not in its own type.
    schema: schema.type === "integer" && usual !== undefined ? { ...schema, default: usual } : schema,
    ...(example.query?.[name] === undefined ? {} : { example: example.query[name] }),
  }));
}

function problemResponses(operation: Operation): Record<string, object> {
  const schema = operation.tag === "Routee-compatible" ? "RouteeError" : "Problem";
  const type = schema === "Problem" ? "application/problem+json" : "application/json";
  return Object.fromEntries(
    problemsOf(operation).map(({ status, causes }) => [
      status,
      {
        description: causes.map(({ code, title }) => `\`${code}\`: ${title}`).join("; "),
        headers: { ...REQUEST_ID, ...(status === 429 || status === 503 ? RETRY_AFTER : {}) },
        content: { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } },
      },
    ]),
  );
}
