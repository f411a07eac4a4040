import { randomBytes } from "node:crypto";
import type { FinishedSpan } from "./otlp-json";
import { currentSpan, type Tracer } from "./trace";
import type { Sampler } from "./trace-sampler";

/** More links than this nobody reads. */
const MOST_LINKS = 32;

/** Makes spans of what is traced. @param keep takes each that is over */
export function createTracer(sample: Sampler, keep: (span: FinishedSpan) => void): Tracer {
  return {
    begin({ name, kind, attributes = {}, parent = currentSpan()?.context ?? null, links = [] }) {
      const traceId = parent?.traceId ?? randomBytes(16).toString("hex");
      if (!sample(traceId, parent)) return null;
      const context = { traceId, spanId: randomBytes(8).toString("hex"), sampled: true };
      const begun = now();
      const told = { ...attributes };
      return {
        context,
        set: (more) => Object.assign(told, more),
        end(failed) {
          const parentSpanId = parent?.spanId ?? null;
          const ended = now();
          keep({
            name,
            kind,
            context,
            parentSpanId,
            begun,
            ended,
            attributes: told,
            links: links.slice(0, MOST_LINKS),
            failed,
          });
        },
      };
    },
  };
}

/** Microseconds since 1970, by a clock that does not jump. */
const now = () => (performance.timeOrigin + performance.now()) * 1_000;
