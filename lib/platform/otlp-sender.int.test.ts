import { describe, expect, test, vi } from "vitest";
import { startCollector } from "@/scripts/testing/collector";
import { metrics } from "./metrics";
import type { FinishedSpan } from "./otlp-json";
import { startSender } from "./otlp-sender";

vi.stubEnv("DATABASE_URL", "postgresql://u:p@localhost/tidings");
vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
vi.stubEnv("LOG_LEVEL", "silent");

describe("the sender", () => {
  const span = (i: number): FinishedSpan => ({
    name: `span ${i}`,
    kind: "internal",
    context: { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", sampled: true },
    parentSpanId: null,
    begun: 1,
    ended: 2,
    attributes: {},
    links: [],
    failed: false,
  });
  const counted = async () => {
    const { values } = await metrics().spans.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.result, value]));
  };
  const options = { headers: { "x-key": "k" }, resource: {}, everyMs: 20 };

  test("sends again what the collector cannot take now, and all of it once", async () => {
    const collector = await startCollector();
    collector.status = 503;
    const sender = startSender({ ...options, url: `${collector.url}/v1/traces` });
    sender.add(span(1));
    await expect.poll(() => collector.headers.length).toBeGreaterThan(0);
    collector.status = 200;
    await expect.poll(() => collector.spans().map(({ name }) => name)).toEqual(["span 1"]);
    expect(collector.headers[0]).toMatchObject({ "x-key": "k", "content-type": "application/json" });
    await sender.close();
    await collector.close();
  });

  test("keeps no more than 2,048 spans while the collector says nothing", async () => {
    const collector = await startCollector();
    collector.status = null;
    const before = await counted();
    const sender = startSender({ ...options, url: `${collector.url}/v1/traces` });
    for (let i = 0; i < 10_000; i += 1) sender.add(span(i));
    expect(((await counted()).dropped ?? 0) - (before.dropped ?? 0)).toBe(10_000 - 2_048);
    collector.status = 400;
    await collector.close();
    await sender.close();
  });
});
