import { readCampaignAnswer } from "@/lib/compat/campaigns";
import { routeeDoor } from "../../routee-door";

/** A campaign and how far it is. */
export const GET = routeeDoor({ scope: "messages:read" }, async ({ params, program }) =>
  Response.json(await readCampaignAnswer(program.appId, params.trackingId ?? "")),
);
