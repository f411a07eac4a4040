import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "@/lib/apps/contract";
import { createApp } from "@/lib/apps/create-app";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { prisma, transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Arrived, type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { examine } from "./doctor";
import { previewStrategies } from "./preview-strategies";
import { sign } from "./sign";

onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let app: App & { callbackSigningSecret: string };
let receiver: Receiver;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  receiver = await startReceiver();
  app = await createApp(prisma(), {
    name: "Shop",
    environment: "sandbox",
    defaultSender: "Tidings",
    defaultCallback: { url: `${receiver.url}/hook`, strategy: "OnChange" },
  });
  return () => receiver.close();
});

const isOurs = ({ headers, body }: Arrived) => {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  const right = sign(String(headers["webhook-id"]), body, [app.callbackSigningSecret], at)["webhook-signature"];
  return headers["webhook-signature"] === right;
};
const resultsOf = async (url?: string) =>
  Object.fromEntries((await examine(app.id, url)).checks.map(({ name, result }) => [name, result]));

describe("examine", () => {
  test("finds nothing wrong with a careful receiver, but that it is not https", async () => {
    receiver.answer = (arrived, response) => response.writeHead(isOurs(arrived) ? 204 : 401).end();
    expect(await resultsOf()).toEqual({
      Address: "good",
      Connection: "warning",
      "Signed event": "good",
      "Wrong signature": "good",
      "The same event twice": "good",
      "Time to answer": "good",
    });
    expect(receiver.arrived[0]?.headers["webhook-id"]).toBe(receiver.arrived[1]?.headers["webhook-id"]);
  });

  test("warns of a receiver that takes forged callbacks", async () => {
    const { checks } = await examine(app.id, undefined);
    expect(checks.find(({ name }) => name === "Wrong signature")).toMatchObject({
      result: "warning",
      advice: expect.stringContaining("signing secret"),
    });
  });

  test("finds one that refuses everything, and one that refuses what it has seen", async () => {
    receiver.answer = (_, response) => response.writeHead(403).end();
    expect(await resultsOf()).toMatchObject({ "Signed event": "bad", "The same event twice": "warning" });
    const seen = new Set<unknown>();
    receiver.answer = ({ headers }, response) => {
      response.writeHead(seen.has(headers["webhook-id"]) ? 409 : 200).end();
      seen.add(headers["webhook-id"]);
    };
    expect(await resultsOf()).toMatchObject({ "Signed event": "good", "The same event twice": "bad" });
  });

  test("stops where going on is pointless", async () => {
    expect(await resultsOf("http://10.1.2.3/")).toEqual({ Address: "bad" });
    expect(await resultsOf("http://127.0.0.1:1024/")).toEqual({ Address: "good", Connection: "bad" });
    const bare = await createApp(prisma(), { name: "Bare", environment: "sandbox" });
    await expect(examine(bare.id, undefined)).rejects.toMatchObject({ errors: [{ path: "url" }] });
  });
});

describe("previewStrategies", () => {
  test("counts what each strategy would have made", async () => {
    for (const statuses of [
      ["Queued", "Sent", "Sent", "Delivered"],
      ["Queued"],
      ["Queued", "Undelivered", "Delivered"],
    ]) {
      const message = await givenMessage({ ...owner, appId: app.id });
      for (const [second, status] of statuses.entries()) {
        const at = new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString();
        await transaction((sql) =>
          recordObservations(sql, [
            {
              messageId: message.id,
              source: "receipt",
              receivedAt: at,
              observation: { origin: "report", status, at, segment: 1, parts: 1 },
            },
          ]),
        );
      }
    }
    const preview = await previewStrategies(app);
    expect(preview).toMatchObject({ messages: 3, sampled: false, onChange: 7, onCompletion: 3 });
    expect(JSON.parse(preview.sample)).toMatchObject({ status: { name: "Delivered" }, applicationName: "Shop" });
  });
});
