import { beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma } from "@/lib/platform/database";
import { type Collector, startCollector } from "@/scripts/testing/collector";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Behaviour, type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { type WorkerPrograms, workerPrograms } from "@/scripts/testing/worker-process";
import type { Message } from "./contract";
import { readMessage } from "./read-message";
import { givenMessage, givenOwner } from "./testing/given";

/** Whatever Routee answers, a worker that logs and traces all it can tells no text of a message, no secret and no token. */
onTestDatabase();

const TEXT = "canary-text-7f3a";
const LABEL = "canary-label-7f3a";
const SECRET = "canary-secret-7f3a";
const TOKEN = "canary-token-7f3a";
const TO = "+306912345678";

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
let workers: WorkerPrograms;
let collector: Collector;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee();
  collector = await startCollector();
  const { DATABASE_URL = "", SECRET_KEY = "" } = process.env;
  workers = await workerPrograms({
    DATABASE_URL,
    SECRET_KEY,
    SANDBOX_URL: routee.url,
    LOG_LEVEL: "debug",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  return async () => {
    await workers.close();
    await routee.close();
    await collector.close();
  };
});

/** Says back all it was told, as error pages do. */
const echo =
  (status: number): Behaviour =>
  (request, response, body) => {
    const words = `${body} ${request.headers.authorization} ${TEXT} ${SECRET}`;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      status === 200 ? words : JSON.stringify({ code: "400005000", developerMessage: words, message: words }),
    );
  };

test("nothing of a message and no secret is in any log line or span", async () => {
  let output = "";
  await workers.start((text) => {
    output += text;
  });
  const app = await createApp(prisma(), {
    name: "Canary",
    environment: "sandbox",
    applicationId: "canary",
    applicationSecret: SECRET,
    defaultSender: "Tidings",
  });
  const send = () => givenMessage({ ...owner, appId: app.id }, { to: TO, body: TEXT, label: LABEL });
  const events = async ({ id }: Message) => (await readMessage(id))?.events.length ?? 0;
  routee.on.token = (_request, response) => response.end(JSON.stringify({ access_token: TOKEN, expires_in: 3599 }));
  routee.on.search = echo(500);

  for (const status of [400, 401, 429, 500, 503, 200]) {
    routee.on.sms = echo(status);
    const message = await send();
    await expect.poll(() => events(message)).toBe(2);
  }
  // The searches for the lost ones too.
  await pool().query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE 'resolve-lost:%'");
  await expect.poll(() => routee.asked("/sms/tracking")).toBeGreaterThanOrEqual(3);
  await expect.poll(() => output).toContain("could not be asked about a lost answer");

  const outcomes = () => collector.spans().flatMap(({ attributes }) => attributes["tidings.outcome"] ?? []);
  await expect.poll(() => new Set(outcomes()).size).toBeGreaterThan(2);
  expect(collector.bodies.join()).toContain('"tidings.role","value":{"stringValue":"worker"}');

  output += collector.bodies.join();
  for (const canary of [TEXT, LABEL, SECRET, TOKEN, TO]) expect(output).not.toContain(canary);
});
