import { z } from "zod";
import { liveStream } from "@/lib/live/stream";
import { ownOnly } from "../caller";
import { door } from "../door";

const querySchema = z.object({ appId: z.uuid().optional(), messageId: z.uuid().optional() });

/** Changes of messages as server-sent events; `Last-Event-ID` resumes without a gap. */
export const GET = door({ auth: "messages:read", query: querySchema }, async ({ query, request, caller }) => {
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
