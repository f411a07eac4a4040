import { describe, expect, test, vi } from "vitest";
import { ConfigError, readConfig } from "./config";
import { beginSpan, currentSpan, isTracing, traced } from "./trace";
import { parseTraceparent } from "./trace-context";
import { type SamplerName, samplerOf } from "./trace-sampler";

vi.stubEnv("DATABASE_URL", "postgresql://u:p@localhost/tidings");
vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

describe("a caller's traceparent", () => {
  test.each([
    [`00-${TRACE}-${SPAN}-01`, true],
    [`00-${TRACE}-${SPAN}-00`, false],
    [`cc-${TRACE}-${SPAN}-03-what-comes-later`, true],
  ])("%s is continued", (header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
  });

  test.each([
    undefined,
    "",
    "nonsense",
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${"0".repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ])("%s is not", (header) => expect(parseTraceparent(header)).toBeNull());
});

describe("samplers", () => {
  const parent = (sampled: boolean) => ({ traceId: TRACE, spanId: SPAN, sampled });
  test.each<[SamplerName, boolean, boolean, boolean]>([
    ["always_on", true, true, true],
    ["always_off", false, false, false],
    ["parentbased_always_on", true, true, false],
    ["parentbased_always_off", false, true, false],
  ])("%s without a parent, with a recorded one, with another", (name, root, recorded, other) => {
    const sample = samplerOf(name, 1);
    expect([sample(TRACE, null), sample(TRACE, parent(true)), sample(TRACE, parent(false))]).toEqual([
      root,
      recorded,
      other,
    ]);
  });

  test("by ratio take their share, always the same traces, all of 1 and none of 0", () => {
    const ids = Array.from({ length: 4_000 }, (_, i) =>
      (BigInt(i) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16).padStart(32, "0").slice(-32),
    );
    const taken = (ratio: number) => ids.filter((id) => samplerOf("parentbased_traceidratio", ratio)(id, null)).length;
    expect(taken(0)).toBe(0);
    expect(taken(1)).toBe(4_000);
    expect(taken(0.25)).toBeGreaterThan(800);
    expect(taken(0.25)).toBeLessThan(1_200);
  });
});

test("without a collector nothing is traced, and work is done all the same", async () => {
  expect(isTracing()).toBe(false);
  expect(beginSpan({ name: "x", kind: "internal" })).toBeNull();
  expect(await traced({ name: "x", kind: "internal" }, async (span) => [span, currentSpan()])).toEqual([null, null]);
});

describe("settings", () => {
  const read = (env: Record<string, string>) => readConfig({ ...process.env, ...env }).traces;
  test("are OpenTelemetry's own", () => {
    expect(read({})).toBeNull();
    const base = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };
    expect(read(base)).toMatchObject({ url: "http://collector:4318/v1/traces", sampler: "parentbased_always_on" });
    expect(read({ ...base, OTEL_SDK_DISABLED: "true" })).toBeNull();
    expect(
      read({
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://c/t",
        OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20x, x-b=2",
      }),
    ).toMatchObject({ url: "https://c/t", headers: { authorization: "Bearer x", "x-b": "2" } });
  });

  test.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "no pair"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "a=%0d%0ab"],
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "2"],
  ])("%s=%s is refused", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });
});
