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
  /** What the address is called, as `routeOf` names it. */
  route: string;
  /** The names of the path's groups, in order. */
  params: readonly string[];
  handle: (request: Request, context: DoorContext) => Promise<Response>;
}

export const SHORT_WAYS: readonly ShortWay[] = [
  {
    method: "POST",
    path: /^\/webhooks\/routee\/([^/?]+)$/,
    route: "/webhooks/routee/*",
    params: ["token"],
    handle: receipt,
  },
  { method: "POST", path: /^\/api\/messages$/, route: "/api/messages", params: [], handle: send },
  { method: "POST", path: /^\/sms$/, route: "/sms", params: [], handle: sms },
  {
    method: "GET",
    path: /^\/sms\/tracking\/single\/([^/?]+)$/,
    route: "/sms/tracking/single/*",
    params: ["trackingId"],
    handle: track,
  },
  { method: "GET", path: /^\/api\/stream$/, route: "/api/stream", params: [], handle: stream },
];

/** A request's short way. */
export interface Direct {
  route: string;
  /** The handler, bound to the path parameters. */
  answer(request: Request): Promise<Response>;
}

/** The short way of a request, or null when Next answers it. */
export function shortWay(method: string | undefined, url = "/"): Direct | null {
  const query = url.indexOf("?");
  const path = query < 0 ? url : url.slice(0, query);
  for (const way of SHORT_WAYS) {
    if (way.method !== method) continue;
    const match = way.path.exec(path);
    if (!match) continue;
    const params: Record<string, string | undefined> = {};
    for (const [index, name] of way.params.entries()) params[name] = match[index + 1];
    return { route: way.route, answer: (request) => way.handle(request, { params: Promise.resolve(params) }) };
  }
  return null;
}
