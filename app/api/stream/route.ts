import { liveStream } from "@/lib/live/stream";
import { streamQuerySchema } from "@/lib/messages/contract";
import { ownOnly } from "../caller";
import { door } from "../door";

/** Changes of messages as server-sent events; `Last-Event-ID` resumes without a gap. */
export const GET = door({ auth: "messages:read", query: streamQuerySchema }, async ({ query, request, caller }) => {
  const last = request.headers.get("last-event-id");
  const from = last !== null && /^\d{1,18}$/.test(last) ? BigInt(last) : null;
  return new Response(liveStream(ownOnly(caller, query), from, request.signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      // Tells nginx not to hold the stream back.
      "x-accel-buffering": "no",
    },
  });
});
