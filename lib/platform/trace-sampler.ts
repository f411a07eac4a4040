import type { SpanContext } from "./trace-context";

/** The names that OTEL_TRACES_SAMPLER may have. */
export const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

/** Whether a span is recorded. */
export type Sampler = (traceId: string, parent: SpanContext | null) => boolean;

/** The highest number of 56 bits: so much of a trace id is random (W3C Trace Context, level 2). */
const RANDOM_DIGITS = 13;
const RANDOM_RANGE = 16 ** RANDOM_DIGITS;

/**
 * OpenTelemetry's samplers. Pure.
 * @param ratio the share of traces that `traceidratio` records; the same ones in every process, since the id decides
 */
export function samplerOf(name: SamplerName, ratio: number): Sampler {
  const ofRoot: Sampler = (traceId) => {
    if (name.endsWith("traceidratio")) return Number.parseInt(traceId.slice(-RANDOM_DIGITS), 16) < ratio * RANDOM_RANGE;
    return name.endsWith("always_on");
  };
  if (!name.startsWith("parentbased_")) return ofRoot;
  return (traceId, parent) => parent?.sampled ?? ofRoot(traceId, null);
}
