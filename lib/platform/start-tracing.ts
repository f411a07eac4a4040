import { config } from "./config";
import { newId } from "./ids";
import { installTracer } from "./trace";

/**
 * Begins to record spans where a collector is set (OTEL_EXPORTER_OTLP_ENDPOINT); nothing is loaded otherwise.
 * @param role which of our processes this is
 * @returns what sends the last ones and ends it
 */
export async function startTracing(role: string): Promise<() => Promise<void>> {
  const { traces, version } = config();
  if (!traces) return async () => undefined;
  const [{ startSender }, { createTracer }, { samplerOf }] = await Promise.all([
    import("./otlp-sender"),
    import("./otlp-tracer"),
    import("./trace-sampler"),
  ]);
  const sender = startSender({
    url: traces.url,
    headers: traces.headers,
    everyMs: traces.everyMs,
    resource: {
      "service.name": traces.serviceName,
      "service.version": version,
      "service.instance.id": newId(),
      "tidings.role": role,
    },
  });
  installTracer(createTracer(samplerOf(traces.sampler, traces.ratio), sender.add));
  return async () => {
    installTracer(null);
    await sender.close();
  };
}
