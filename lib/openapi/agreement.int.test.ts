import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Door } from "@/app/api/door";
import { createApp } from "@/lib/apps/create-app";
import { pauseBatch } from "@/lib/batches/change-state";
import { givenBatch } from "@/lib/batches/testing/given-batch";
import { pauseEndpoint } from "@/lib/callbacks/endpoints";
import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { handOver } from "@/lib/messages/hand-over";
import { readMessage } from "@/lib/messages/read-message";
import { givenMessage } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { pool, prisma } from "@/lib/platform/database";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { allRoutes, type Route, serveRoutes } from "@/scripts/testing/serve-routes";
import { openApiDocument } from "./document";
import { type Operation, SAMPLE } from "./operation";
import { OPERATIONS } from "./operations";
import { SCHEMAS } from "./schemas";

/** Routes and document say the same, and every example in the document works. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

/** No part of the API: Routee's receipts, sign-in's own, and what only says that something is not offered. */
const NOT_DOCUMENTED = ["/webhooks/routee/[token]", "/not-offered/[...path]", "/sms/[...path]"];

const document = openApiDocument("http://localhost:3000", "1.2.3");
const OWNER = "sample-owner";

let routes: Route[];
let server: Awaited<ReturnType<typeof serveRoutes>>;
let sandbox: Sandbox;
let receiver: Receiver;
let accountId: string;
let cookie: string;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 500, log: () => undefined });
  vi.stubEnv("SANDBOX_URL", sandbox.url);
  receiver = await startReceiver();
  routes = await allRoutes();
  server = await serveRoutes(routes);
  // Only an empty installation can be set up, so that this example comes first.
  const setUp = operationOf("setUp");
  const owner = (await execute(setUp, { [OWNER]: OWNER }, {})) as { id: string };
  accountId = owner.id;
  const [secret] = sessionSecrets();
  cookie = `${sessionCookie()}=${await encode({ token: { sub: accountId, sessionVersion: 1 }, secret })}`;
});
afterAll(async () => {
  server.close();
  await sandbox.close();
  await receiver.close();
});

function operationOf(id: string): Operation {
  const operation = OPERATIONS.find((one) => one.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
}
const addressOf = ({ path }: Pick<Operation, "path">) => path.replace(/\{(\w+)\}/g, "[$1]");

/** An app with a message at Routee, a scheduled one, a batch, a campaign, a callback and a key. */
async function fixture({ id }: Operation) {
  const app = await createApp(prisma(), {
    name: "Sandbox",
    environment: "sandbox",
    defaultSender: "Tidings",
    defaultCallback: { url: `${receiver.url}/hook`, strategy: "OnChange" },
  });
  const owner = { accountId, appId: app.id };
  const key = await createKey(app, createKeySchema.parse({}), accountId);
  const message = await givenMessage(owner);
  await handOver(message.id);
  const callback = (await readMessage(message.id))?.callbacks[0];
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await givenMessage(owner, { scheduledAt });
  const batch = await givenBatch(owner);
  if (id === "resumeBatch") await pauseBatch(batch.id);
  if (id === "resumeEndpoint") await pauseEndpoint(app.id, `${receiver.url}/hook`);
  const asked = { to: ["+306900000001"], respectQuietHours: false, transcode: null };
  const campaign = await givenBatch(owner, { scheduledAt }, { asked });
  return {
    secret: key.secret,
    values: {
      [SAMPLE.app]: app.id,
      [SAMPLE.message]: message.id,
      [SAMPLE.scheduled]: scheduled.id,
      [SAMPLE.batch]: batch.id,
      [SAMPLE.campaign]: campaign.id,
      [SAMPLE.callback]: callback?.id ?? "",
      [SAMPLE.key]: key.id,
      [SAMPLE.receiver]: `${receiver.url}/hook`,
      "API key secret": key.secret,
      "{now}": new Date(Date.now() + 60_000).toISOString(),
      "{now-1h}": new Date(Date.now() - 3_600_000).toISOString(),
    },
  };
}

/** Runs an operation's example over HTTP. @returns the answer, which is as the document says */
async function execute(
  operation: Operation,
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { example, method, path, success } = operation;
  const own = <Value>(value: Value): Value => {
    let text = JSON.stringify(value);
    for (const [sample, real] of Object.entries(values)) text = text.replaceAll(sample, real);
    return JSON.parse(text) as Value;
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => own(example.path?.[name] ?? ""));
  const query = example.query ? `?${new URLSearchParams(own(example.query))}` : "";
  const form = operation.id === "issueToken";
  const body = example.body === undefined ? undefined : own(example.body);
  const response = await fetch(server.url + filled + query, {
    method,
    headers: {
      ...headers,
      ...(body === undefined || form ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined
      ? {}
      : { body: form ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  if (success.type === "text/event-stream") {
    expect(response.headers.get("content-type")).toContain(success.type);
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  expect([response.status, response.status === success.status ? "" : text]).toEqual([success.status, ""]);
  expect(response.headers.get("x-request-id")).toBeTruthy();
  if (!success.schema) return null;
  const answer: unknown = JSON.parse(text);
  const schema = document.components.schemas[success.schema];
  const checked = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(answer);
  expect(checked.error?.issues ?? []).toEqual([]);
  return answer;
}

describe("the document", () => {
  test("has every route on disk, and no other", () => {
    const onDisk = routes
      .filter(({ address }) => !NOT_DOCUMENTED.includes(address))
      .flatMap(({ address, handlers }) => Object.keys(handlers).map((method) => `${method} ${address}`));
    expect(OPERATIONS.map((one) => `${one.method} ${addressOf(one)}`).sort()).toEqual(onDisk.sort());
  });

  test.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "%s asks for what its route asks for",
    (_, operation) => {
      const route = routes.find(({ address }) => address === addressOf(operation));
      const options = (route?.handlers[operation.method] as Partial<Door> | undefined)?.options;
      if (operation.id === "issueToken") return expect(options).toBeUndefined();
      expect(options?.auth).toBe(operation.auth);
      if (operation.tag === "Routee-compatible") return;
      expect(options?.body).toBe(operation.body);
      expect(options?.query).toBe(operation.query);
    },
  );

  test("is whole: every reference leads somewhere, every id is there once, every parameter is declared", () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(SCHEMAS)).toContain(name);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(text).not.toContain('"$schema"');
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Tidings", version: "1.2.3" } });
    for (const { path, example } of OPERATIONS)
      expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(Object.keys(example.path ?? {}));
  });

  test.each(OPERATIONS.filter(({ body }) => body).map((operation) => [operation.id, operation] as const))(
    "the example of %s fits the request's schema",
    (_, { body, example }) => {
      expect(body?.safeParse(example.body).error).toBeUndefined();
    },
  );
});

describe("an example works, and its answer is as the document says", () => {
  const executed = OPERATIONS.filter(({ id }) => id !== "setUp");
  test.each(executed.map((operation) => [operation.id, operation] as const))("%s", async (_, operation) => {
    const { secret, values } = await fixture(operation);
    const headers: Record<string, string> =
      operation.auth === "none"
        ? {}
        : operation.auth === "session"
          ? { cookie }
          : { authorization: `Bearer ${secret}` };
    await execute(operation, values, headers);
  });

  test("nothing was done that the database does not know", async () => {
    const { rows } = await pool().query<{ n: number }>("SELECT count(*)::int AS n FROM accounts");
    expect(rows[0]?.n).toBe(1);
  });
});
