import type { DoorContext } from "@/app/api/door";
import { POST as send } from "@/app/api/messages/route";
import { GET as stream } from "@/app/api/stream/route";
import { POST as sms } from "@/app/sms/route";
import { GET as track } from "@/app/sms/tracking/single/[trackingId]/route";
import { POST as receipt } from "@/app/webhooks/routee/[token]/route";

/**
 * The addresses that are answered without Next's router, which costs about a millisecond of CPU for each request.
 * The handlers are the very same that the route files give to Next.
 */
interface ShortWay {
  method: string;
  path: RegExp;
  /** The names of the path's groups, in order. */
  params: readonly string[];
  handle: (request: Request, context: DoorContext) => Promise<Response>;
}

export const SHORT_WAYS: readonly ShortWay[] = [
  { method: "POST", path: /^\/webhooks\/routee\/([^/?]+)$/, params: ["token"], handle: receipt },
  { method: "POST", path: /^\/api\/messages$/, params: [], handle: send },
  { method: "POST", path: /^\/sms$/, params: [], handle: sms },
  { method: "GET", path: /^\/sms\/tracking\/single\/([^/?]+)$/, params: ["trackingId"], handle: track },
  { method: "GET", path: /^\/api\/stream$/, params: [], handle: stream },
];

/** The handler for a request, bound to its path parameters, or null when Next answers it. */
export function shortWay(
  method: string | undefined,
  url: string | undefined,
): ((request: Request) => Promise<Response>) | null {
  const path = (url ?? "/").split("?", 1)[0] ?? "/";
  for (const way of SHORT_WAYS) {
    if (way.method !== method) continue;
    const match = way.path.exec(path);
    if (!match) continue;
    const params = Object.fromEntries(way.params.map((name, index) => [name, match[index + 1]]));
    return (request) => way.handle(request, { params: Promise.resolve(params) });
  }
  return null;
}
