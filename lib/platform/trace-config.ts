import { z } from "zod";
import { SAMPLERS, type SamplerName } from "./trace-sampler";

/** Where traces go and which; OpenTelemetry's own settings by their own names. */
export interface TraceConfig {
  url: string;
  headers: Record<string, string>;
  serviceName: string;
  sampler: SamplerName;
  /** The share that the samplers by ratio record. */
  ratio: number;
  everyMs: number;
}

const address = z.url({ protocol: /^https?$/, message: "must be an http(s) address" });

/** The settings as they stand in the environment. */
export const traceSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default("").transform(readHeaders),
  OTEL_SERVICE_NAME: z.string().max(200).default("tidings"),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS, `must be one of ${SAMPLERS.join(", ")}`).default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number("must be a number from 0 to 1")
    .min(0, "must be a number from 0 to 1")
    .max(1, "must be a number from 0 to 1")
    .default(1),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce
    .number("must be a number of milliseconds")
    .int("must be a whole number of milliseconds")
    .min(10, "must be at least 10")
    .max(60_000, "must be at most 60000")
    .default(5_000),
  OTEL_SDK_DISABLED: z.string().optional(),
};

/** What these settings mean; null where no traces are wanted. Pure. */
export function traceConfigOf(s: z.output<z.ZodObject<typeof traceSettings>>): TraceConfig | null {
  const base = s.OTEL_EXPORTER_OTLP_ENDPOINT;
  // As OpenTelemetry has it: the general address gets the signal's path, the one for traces is taken as it is.
  const url = s.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base.replace(/\/+$/, "")}/v1/traces`);
  if (!url || s.OTEL_SDK_DISABLED?.toLowerCase() === "true") return null;
  return {
    url,
    headers: s.OTEL_EXPORTER_OTLP_HEADERS,
    serviceName: s.OTEL_SERVICE_NAME,
    sampler: s.OTEL_TRACES_SAMPLER,
    ratio: s.OTEL_TRACES_SAMPLER_ARG,
    everyMs: s.OTEL_BSP_SCHEDULE_DELAY,
  };
}

function readHeaders(text: string, context: z.RefinementCtx): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const [, name = "", value = ""] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/.exec(pair) ?? [];
      const decoded = unescaped(value.trim());
      if (name !== "" && decoded !== null) return [[name.toLowerCase(), decoded]];
      context.addIssue({ code: "custom", message: "must be pairs like name=value,other=value" });
      return [];
    }),
  );
}

/** A value without its percent escapes; null for one that cannot be a header. */
function unescaped(value: string): string | null {
  try {
    const decoded = decodeURIComponent(value);
    return /^[\x20-\x7e]*$/.test(decoded) ? decoded : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
