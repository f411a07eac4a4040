import { trackSingle } from "@/lib/compat/track";
import { routeeDoor } from "../../../../routee-door";

/** What became of a message, one item for each segment; by our id or Routee's. */
export const GET = routeeDoor({ scope: "messages:read" }, async ({ params, program }) =>
  Response.json(await trackSingle(program.appId, params.trackingId ?? "")),
);
