import { beforeAll, describe, expect, test, vi } from "vitest";
import { handOver } from "@/lib/messages/hand-over";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool } from "@/lib/platform/database";
import { REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { announceWorker } from "@/lib/platform/worker-liveness";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { GET } from "./route";

/** What Prometheus reads. Nothing answers where the sandbox should be, so that a hand-over fails. */
onTestDatabase({ SANDBOX_URL: "http://127.0.0.1:1" });

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const ask = (headers: Record<string, string>) =>
  GET(new Request("http://localhost/api/metrics", { headers }), { params: Promise.resolve({}) });
const figures = async (headers: Record<string, string> = { [REMOTE_ADDRESS]: "127.0.0.1" }) => {
  const answer = await ask(headers);
  const text = await answer.text();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  return (line: string) => {
    const found = text.split("\n").find((one) => one.startsWith(`${line} `));
    return found === undefined ? null : Number(found.slice(line.length + 1));
  };
};

describe("the figures", () => {
  test("count what is accepted, handed over and received, and tell how long what is due waits", async () => {
    const earlier = await figures();
    const message = await givenMessage(owner);
    await handOver(message.id);
    await ingestReceipt({ token: "nobody's", body: "{}", remoteAddress: null, receivedAt: new Date().toISOString() });
    const receipt = JSON.stringify({
      messageId: "t",
      smsId: "s",
      status: { name: "Delivered", updatedDate: new Date().toISOString() },
    });
    const token = receiptToken(message.id);
    for (let i = 0; i < 2; i += 1)
      await ingestReceipt({ token, body: receipt, remoteAddress: null, receivedAt: new Date().toISOString() });
    const waiting = await givenMessage(owner);
    await pool().query("UPDATE messages SET hand_over_at = now() - interval '90 seconds' WHERE id = $1", [waiting.id]);
    const later = await figures();
    const more = (line: string) => (later(line) ?? 0) - (earlier(line) ?? 0);
    expect(more('tidings_messages_accepted_total{source="dashboard"}')).toBe(2);
    expect(more('tidings_hand_over_duration_seconds_count{outcome="unreachable"}')).toBe(1);
    expect(more('tidings_receipts_total{result="unknown_token"}')).toBe(1);
    expect(more('tidings_receipts_total{result="duplicate"}')).toBe(1);
    expect(later("tidings_hand_over_due")).toBe(1);
    expect(later("tidings_hand_over_oldest_due_seconds")).toBeGreaterThan(89);
    expect(later("nodejs_eventloop_lag_seconds")).not.toBeNull();
    for (const queue of ["receipts", "accepted", "keys"]) expect(later(`tidings_waiting{queue="${queue}"}`)).toBe(0);
    for (const line of ["tidings_http_connections", "tidings_live_streams_dropped_total"])
      expect(later(line)).not.toBeNull();
  });

  test("have those of the workers that are alive in them", async () => {
    const earlier = await figures();
    const worker = await announceWorker(() => undefined);
    const counted = [
      {
        name: "tidings_messages_accepted_total",
        help: "Messages that were accepted.",
        type: "counter",
        aggregator: "sum",
        values: [{ value: 40, labels: { source: "api" } }],
      },
    ];
    await pool().query("UPDATE workers SET metrics = $2 WHERE id = $1", [worker.id, JSON.stringify(counted)]);
    const now = await figures();
    expect(now("tidings_workers")).toBe(1);
    const line = 'tidings_messages_accepted_total{source="api"}';
    expect((now(line) ?? 0) - (earlier(line) ?? 0)).toBe(40);
    await worker.close();
    expect((await figures())("tidings_workers")).toBe(0);
  });
});

describe("who may read them", () => {
  test("without a token only private networks", async () => {
    for (const address of ["203.0.113.9", "2001:4860::1", ""]) {
      const answer = await ask({ [REMOTE_ADDRESS]: address });
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain("tidings_");
    }
    expect((await ask({ [REMOTE_ADDRESS]: "10.1.2.3" })).status).toBe(200);
  });

  test("with a token whoever has it, and nobody else", async () => {
    vi.stubEnv("METRICS_TOKEN", "sixteen letters or more");
    vi.resetModules();
    const { GET: guarded } = await import("./route");
    const { closeDatabase } = await import("@/lib/platform/database");
    const status = async (headers: Record<string, string>) =>
      (await guarded(new Request("http://localhost/api/metrics", { headers }), { params: Promise.resolve({}) })).status;
    expect(await status({ [REMOTE_ADDRESS]: "127.0.0.1" })).toBe(401);
    expect(await status({ authorization: "Bearer something else" })).toBe(401);
    expect(await status({ authorization: "Bearer sixteen letters or more" })).toBe(200);
    await closeDatabase();
  });
});
