import type { Attributes, SpanOptions } from "./trace";
import type { SpanContext } from "./trace-context";

/** A span that is over. Times are microseconds since 1970. */
export interface FinishedSpan {
  name: string;
  kind: SpanOptions["kind"];
  context: SpanContext;
  parentSpanId: string | null;
  begun: number;
  ended: number;
  attributes: Attributes;
  links: readonly SpanContext[];
  failed: boolean;
}

const KINDS = { internal: 1, server: 2, client: 3 } as const;
const ERROR = 2;

/**
 * Spans as OTLP sends them over HTTP in JSON (opentelemetry-proto, ExportTraceServiceRequest). Pure.
 * @param resource tells whose spans they are
 */
export function exportRequest(resource: Readonly<Record<string, string>>, spans: readonly FinishedSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: "tidings" }, spans: spans.map(spanOf) }],
      },
    ],
  });
}

function spanOf(span: FinishedSpan): unknown {
  return {
    traceId: span.context.traceId,
    spanId: span.context.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanoseconds(span.begun),
    endTimeUnixNano: nanoseconds(span.ended),
    attributes: keyValues(span.attributes),
    ...(span.links.length > 0 ? { links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })) } : {}),
    ...(span.failed ? { status: { code: ERROR } } : {}),
  };
}

/** 64-bit numbers are texts in protobuf's JSON. */
const nanoseconds = (microseconds: number) => `${Math.round(microseconds)}000`;

function keyValues(values: Readonly<Record<string, string | number | undefined>>): unknown[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [{ key, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } }];
  });
}
