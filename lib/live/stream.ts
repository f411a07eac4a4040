import { pool } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { type Hub, liveHub } from "./hub";
import { type LiveEvent, lookAfter } from "./store";

/** What a stream is about; nothing means everything. */
export interface StreamFilter {
  appId?: string | undefined;
  messageId?: string | undefined;
}

const HEARTBEAT_MS = 15_000;
/** Streams end after a while so that the session is looked at again; the browser resumes by itself. */
const LIFETIME_MS = 30 * 60_000;
/** More than this behind, a client is better off reading the pages anew. Fewer than may be left unread. */
const CATCH_UP_LIMIT = 500;
/** A reader that leaves so many lines unread is dropped; it resumes by Last-Event-ID. */
const UNREAD_LIMIT = 512;

const open = new Set<() => void>();

/** Ends all streams of this process; their browsers connect again elsewhere. */
export function endStreams(): void {
  for (const end of open) end();
}

/**
 * Server-sent events of messages' changes (http-contract.md, `GET /api/stream`). Each event's `id` is the position
 * that is safe to resume from: after a break nothing is skipped, and what was in flight may come twice.
 * @param lastEventId what the client saw last; null for a new stream.
 * @param onEnd is called once, however the stream ends.
 */
export function liveStream(
  filter: StreamFilter,
  lastEventId: bigint | null,
  signal: AbortSignal,
  hub: Hub = liveHub(),
  onEnd?: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: () => void = neverStarted;
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let ended = false;
        const write = (text: string) => {
          if (ended) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) >= -UNREAD_LIMIT) return;
          metrics().streamsDropped.inc();
          end();
        };
        const send = (event: LiveEvent, resumeFrom: bigint) => {
          if (wanted(filter, event)) write(eventLines(event, resumeFrom));
        };
        // What happens while the stream begins is told after what the client missed before: it resumes from the last id
        // that it was told, also when the stream ends meanwhile.
        let held: [LiveEvent, bigint][] | null = [];
        let missed: bigint | null = null;
        const unsubscribe = hub.subscribe({
          push: (event, resumeFrom) => (held ? held.push([event, resumeFrom]) : send(event, resumeFrom)),
          reset: (resumeFrom) => {
            if (held) missed = resumeFrom;
            else write(resetLines(resumeFrom));
          },
        });
        const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
        const lifetime = setTimeout(() => end(), LIFETIME_MS);
        const release = () => {
          if (ended) return;
          ended = true;
          open.delete(end);
          metrics().streams.dec();
          onEnd?.();
          unsubscribe();
          clearInterval(heartbeat);
          clearTimeout(lifetime);
          signal.removeEventListener("abort", end);
        };
        const end = () => {
          if (ended) return;
          release();
          controller.close();
        };
        // Whoever cancels has closed it already.
        stop = release;
        open.add(end);
        metrics().streams.inc();
        signal.addEventListener("abort", end, { once: true });
        try {
          const now = await hub.resumeFrom();
          write(`retry: 1000\n: connected\n\n`);
          if (lastEventId !== null) await catchUp(lastEventId, now, write, send);
          else write(`id: ${now}\nevent: ready\ndata: {}\n\n`);
          for (const [event, resumeFrom] of held) send(event, resumeFrom);
          held = null;
          if (missed !== null) write(resetLines(missed));
        } catch (error) {
          // The client sees the stream end and comes again with the same Last-Event-ID.
          log().warn({ err: error }, "a live stream could not begin");
          end();
        }
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 64 },
  );
}

async function catchUp(
  from: bigint,
  now: bigint,
  write: (text: string) => void,
  send: (event: LiveEvent, resumeFrom: bigint) => void,
): Promise<void> {
  const { events } = await lookAfter(pool(), from, CATCH_UP_LIMIT + 1);
  if (events.length > CATCH_UP_LIMIT || from > now + BigInt(CATCH_UP_LIMIT)) return write(resetLines(now));
  // Until all are sent the only safe place to resume from is where the client already was.
  for (const event of events) send(event, event.position < now ? event.position : from > now ? from : now);
  write(`id: ${now > from ? now : from}\nevent: ready\ndata: {}\n\n`);
}

function wanted(filter: StreamFilter, event: LiveEvent): boolean {
  return (
    (filter.appId === undefined || filter.appId === event.appId) &&
    (filter.messageId === undefined || filter.messageId === event.id)
  );
}

/** The client reads its pages anew. */
const resetLines = (resumeFrom: bigint) => `id: ${resumeFrom}\nevent: reset\ndata: {}\n\n`;

function eventLines({ position: _, ...event }: LiveEvent, resumeFrom: bigint): string {
  return `id: ${resumeFrom}\nevent: message\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Stands in until the stream has begun. */
function neverStarted(): void {
  log().debug("a live stream was cancelled before it began");
}
