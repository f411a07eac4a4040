import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { startDispatcher } from "@/lib/callbacks/dispatcher";
import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { handOver } from "@/lib/messages/hand-over";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { ask } from "@/lib/openapi/testing/ask";
import { prisma } from "@/lib/platform/database";
import { startTracing } from "@/lib/platform/start-tracing";
import { ofKey, ofReceiptToken, secretsIn } from "@/scripts/testing/canaries";
import { startCollector } from "@/scripts/testing/collector";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { startReceiver } from "@/scripts/testing/receiver";
import { startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { listener } from "./listener";

/** What a collector learns of a message's whole way, and what it must not. */
const collector = await startCollector();
const routee = await startStubbornRoutee();
const receiver = await startReceiver();
const COLLECTOR_KEY = "canary-collector-key-7f3a";
onTestDatabase({
  SANDBOX_URL: routee.url,
  CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8",
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_HEADERS: `x-key=${COLLECTOR_KEY}`,
  OTEL_BSP_SCHEDULE_DELAY: "20",
});

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const TEXT = "canary-text-7f3a";
const LABEL = "canary-label-7f3a";
const TO = "+306912345678";
const SECRET = "canary-secret-7f3a";
const HOOK = "canary-hook-7f3a";

const server = createServer(listener((_request, response) => response.writeHead(404).end()));
let url: string;
let stopTracing: () => Promise<void>;
let owner: { accountId: string; appId: string };
beforeAll(async () => {
  stopTracing = await startTracing("web");
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { accountId } = await givenOwner();
  const app = await createApp(prisma(), {
    name: "Traced",
    environment: "sandbox",
    applicationId: "canary",
    applicationSecret: SECRET,
    defaultSender: "Tidings",
    defaultCallback: { url: `${receiver.url}/${HOOK}`, strategy: "OnChange" },
  });
  owner = { accountId, appId: app.id };
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await stopTracing();
  await collector.close();
  await routee.close();
  await receiver.close();
});

const named = (name: string) => collector.spans().filter((span) => span.name === name);
const post = (target: string, headers: Record<string, string>, body: unknown) =>
  ask(url, { method: "POST", target, headers, body: Buffer.from(JSON.stringify(body)) });

test("a message's requests, groups, hand-over and callback are told, and nothing of what is in them", async () => {
  const asked: Record<string, unknown>[] = [];
  const usual = routee.on.sms;
  routee.on.sms = (request, response, body) => {
    asked.push(request.headers);
    usual(request, response, body);
  };
  const key = await createKey(
    { id: owner.appId, environment: "sandbox" },
    createKeySchema.parse({ name: "Program", scopes: ["messages:send"] }),
    owner.accountId,
  );
  const sent = await post(
    "/api/messages",
    { authorization: `Bearer ${key.secret}`, "content-type": "application/json" },
    { to: TO, body: TEXT, label: LABEL },
  );
  expect(sent.status).toBe(202);
  const { id } = JSON.parse(sent.text) as { id: string };
  await handOver(id);

  const token = receiptToken(id);
  const traceparent = `00-${TRACE}-${PARENT}-01`;
  const status = { name: "Delivered", updatedDate: new Date().toISOString() };
  const received = await post(`/webhooks/routee/${token}`, { traceparent }, { messageId: "m", to: TO, status });
  expect(received.status).toBe(200);
  const dispatcher = startDispatcher();
  await expect.poll(() => receiver.arrived.length).toBeGreaterThan(0);
  await dispatcher.stop();

  await expect.poll(() => named("callback").length).toBeGreaterThan(0);
  await expect.poll(() => named("POST /webhooks/routee/*").length).toBe(1);
  const [request] = named("POST /webhooks/routee/*");
  expect(request).toMatchObject({
    traceId: TRACE,
    parentSpanId: PARENT,
    kind: 2,
    attributes: {
      "http.request.method": "POST",
      "http.route": "/webhooks/routee/*",
      "http.response.status_code": "200",
      "tidings.request_id": received.headers["x-request-id"],
    },
  });
  expect(named("group receipts")[0]).toMatchObject({
    traceId: TRACE,
    parentSpanId: request?.spanId,
    attributes: { "tidings.items": "1" },
  });
  expect(named("hand over")[0]).toMatchObject({
    kind: 3,
    attributes: { "tidings.message_id": id, "tidings.app_id": owner.appId, "tidings.outcome": "taken" },
  });
  expect(named("callback")[0]).toMatchObject({
    kind: 3,
    attributes: { "tidings.message_id": id, "tidings.outcome": "delivered", "http.response.status_code": "200" },
  });
  expect(named("POST /api/messages")[0]?.attributes["http.response.status_code"]).toBe("202");

  // Neither Routee nor receivers learn of our traces.
  for (const headers of [...asked, ...receiver.arrived.map((arrived) => arrived.headers)])
    expect(Object.keys(headers).filter((name) => /^(trace|baggage|b3|x-tidings)/.test(name))).toEqual([]);
  expect(asked).toHaveLength(1);

  const secrets = {
    "the text": TEXT,
    "the label": LABEL,
    "the number": TO.slice(1),
    "the application's secret": SECRET,
    "the receiver's address": HOOK,
    "the API key": key.secret,
    "the collector's key": COLLECTOR_KEY,
    ...ofReceiptToken("the receipt token", token),
    ...ofKey("our own key", process.env.SECRET_KEY ?? ""),
  };
  const told = collector.bodies.join("\n");
  expect(secretsIn(told, { it: id })).not.toEqual([]);
  expect(secretsIn(told, secrets)).toEqual([]);
});

test("a trace that its caller does not record is not recorded, and addresses that nobody knows have one name", async () => {
  const before = collector.spans().length;
  const ids = ["00", "01"].map((flags, i) => [`${TRACE.slice(0, -1)}${i}`, flags] as const);
  for (const [traceId, flags] of ids) {
    const traceparent = `00-${traceId}-${PARENT}-${flags}`;
    await ask(url, { method: "GET", target: `/wp-admin?q=${TO}`, headers: { traceparent } });
  }
  await expect.poll(() => collector.spans().length).toBe(before + 1);
  expect(collector.spans().at(-1)).toMatchObject({ traceId: ids[1]?.[0], name: "GET *" });
});

test("a hand-over that fails is told as it ended", async () => {
  routee.on.sms = (_request, response) => response.writeHead(503).end();
  const message = await givenMessage(owner, { to: TO, body: TEXT });
  await handOver(message.id);
  const span = () => named("hand over").find(({ attributes }) => attributes["tidings.message_id"] === message.id);
  await expect.poll(span).toMatchObject({ attributes: { "tidings.outcome": expect.any(String) } });
  expect(span()?.attributes["tidings.outcome"]).not.toBe("taken");
});
