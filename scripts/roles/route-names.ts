/**
 * The addresses that Tidings has, so that figures have few names and none that a caller made up. `*` stands for any part,
 * `**` for any number of parts, also none.
 */
const PAGES = `/ /apps /apps/* /apps/*/edit /apps/new /batches /batches/* /batches/new /callbacks /compose /docs
  /docs/api/** /docs/guide/** /messages /messages/* /setup /sign-in`;
/** Those that doors of ours answer (app/api/door.ts, app/routee-door.ts), which read bodies within limits of their own. */
const DOORS = `/accounts/me/balance /api/analyze /api/apps /api/apps/* /api/apps/*/account /api/apps/*/analyze
  /api/apps/*/callback-doctor /api/apps/*/callback-endpoints /api/apps/*/callback-endpoints/pause
  /api/apps/*/callback-endpoints/resume /api/apps/*/callback-preview /api/apps/*/callback-test /api/apps/*/content
  /api/apps/*/keys /api/apps/*/keys/* /api/apps/*/signing-secret /api/apps/*/verify /api/apps/verify /api/batches
  /api/batches/* /api/batches/*/cancel /api/batches/*/pause /api/batches/*/resume /api/callbacks
  /api/callbacks/*/retry /api/callbacks/endpoints /api/callbacks/replay /api/health /api/health/live /api/messages
  /api/messages/* /api/messages/*/cancel /api/messages/*/events /api/messages/*/refresh /api/metrics
  /api/openapi.json /api/setup /api/stream /campaigns/* /oauth/token /sms /sms/** /sms/* /sms/analyze
  /sms/analyze/campaign /sms/campaign /sms/tracking /sms/tracking/campaign/* /sms/tracking/single/* /system/prices
  /webhooks/routee/*`;
/** Others': next-auth's, and Next's own files. */
const OTHERS = "/api/auth/** /_next/**";

interface Place {
  parts: Map<string, Place>;
  /** What an address that ends here is called; null when there is none. */
  name: string | null;
  rest: boolean;
}

const root: Place = { parts: new Map(), name: null, rest: false };
for (const pattern of `${PAGES} ${DOORS} ${OTHERS}`.split(/\s+/)) {
  let place = root;
  let name = "";
  for (const part of pattern.slice(1).split("/")) {
    if (part === "**") {
      place.rest = true;
      break;
    }
    name += `/${part}`;
    const next = place.parts.get(part) ?? { parts: new Map(), name: null, rest: false };
    place.parts.set(part, next);
    place = next;
  }
  place.name = name;
}

/** An address as a pattern of ours, `*` when it is none. Pure. @param url a request's path and query. */
export function routeOf(url: string | undefined): string {
  const path = (url ?? "/").split("?", 1)[0] ?? "/";
  let place = root;
  // The last place with any number of parts below it takes what nothing else fits.
  let rest = "*";
  for (const part of path.slice(1).split("/")) {
    if (place.rest) rest = `${place.name}/*`;
    const next = place.parts.get(part) ?? (part === "" ? undefined : place.parts.get("*"));
    if (!next) return rest;
    place = next;
  }
  return place.name ?? rest;
}

const READING = new Set(DOORS.split(/\s+/).map((pattern) => pattern.replace("**", "*")));

/** Whether a door of ours reads what is sent to an address. Pure. @param route as {@link routeOf} names it */
export const hasOwnLimits = (route: string): boolean => READING.has(route);
