import { AsyncLocalStorage } from "node:async_hooks";
import type { SpanContext } from "./trace-context";

/**
 * Spans: what takes how long, for whoever collects traces (start-tracing.ts). Without a collector there is no tracer, and
 * everything here does nothing.
 */

/**
 * What a span may tell, each harmless: never an address with a token, a number, a text or a secret. A new one is added
 * here on purpose.
 */
export type AttributeName =
  | "http.request.method"
  | "http.route"
  | "http.response.status_code"
  | "tidings.app_id"
  | "tidings.attempt"
  | "tidings.callback_id"
  | "tidings.items"
  | "tidings.message_id"
  | "tidings.outcome"
  | "tidings.request_id"
  | "tidings.trigger";
export type Attributes = Partial<Record<AttributeName, string | number>>;

export interface SpanOptions {
  /** Made of words of ours. */
  name: string;
  kind: "internal" | "server" | "client";
  attributes?: Attributes;
  /** What it is part of; what is under way, unless told. */
  parent?: SpanContext | null;
  links?: readonly SpanContext[];
}

export interface Span {
  readonly context: SpanContext;
  set(attributes: Attributes): void;
  /** Ends it; once. @param failed for a fault of ours or of whom we asked */
  end(failed: boolean): void;
}

export interface Tracer {
  /** @returns null when this one is not recorded */
  begin(options: SpanOptions): Span | null;
}

interface Tracing {
  tracer: Tracer | null;
  /** The span of what is under way. */
  spans: AsyncLocalStorage<Span | null> | null;
}

// A module can exist twice in a process (see database.ts); its tracer must not.
const shared = globalThis as typeof globalThis & { tidingsTracing?: Tracing };
shared.tidingsTracing ??= { tracer: null, spans: null };
// Looked at for every item of every group: a global that is looked up each time would cost more than the rest.
const tracing: Tracing = shared.tidingsTracing;

/** From now on spans are recorded; null ends it. */
export function installTracer(tracer: Tracer | null): void {
  tracing.tracer = tracer;
  tracing.spans = tracer ? new AsyncLocalStorage() : null;
}

/** Begins a span; null when nobody records it. */
export function beginSpan(options: SpanOptions): Span | null {
  return tracing.tracer?.begin(options) ?? null;
}

/** Whether spans are recorded at all. */
export const isTracing = (): boolean => tracing.tracer !== null;

/** The span of what is under way. */
export const currentSpan = (): Span | null => tracing.spans?.getStore() ?? null;

/** Does work of which a span tells. */
export function within<T>(span: Span | null, work: () => T): T {
  return span && tracing.spans ? tracing.spans.run(span, work) : work();
}

/** Does work in a span of its own, which ends with it. */
export async function traced<T>(options: SpanOptions, work: (span: Span | null) => Promise<T>): Promise<T> {
  if (!isTracing()) return work(null);
  const span = beginSpan(options);
  try {
    const result = await within(span, () => work(span));
    span?.end(false);
    return result;
  } catch (error) {
    span?.end(true);
    throw error;
  }
}
