import { countStream } from "@/lib/live/caller-streams";
import { liveHub } from "@/lib/live/hub";
import { liveStream } from "@/lib/live/stream";
import { streamQuerySchema } from "@/lib/messages/contract";
import { ownOnly, scopeOf } from "../caller";
import { door } from "../door";

/** Changes of messages as server-sent events; `Last-Event-ID` resumes without a gap. */
export const GET = door({ auth: "messages:read", query: streamQuerySchema }, async ({ query, request, caller }) => {
  const last = request.headers.get("last-event-id");
  const from = last !== null && /^\d{1,18}$/.test(last) ? BigInt(last) : null;
  const filter = ownOnly(caller, query);
  const ended = countStream(scopeOf(caller));
  return new Response(liveStream(filter, from, request.signal, liveHub(), ended), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      // Tells nginx not to hold the stream back.
      "x-accel-buffering": "no",
    },
  });
});
