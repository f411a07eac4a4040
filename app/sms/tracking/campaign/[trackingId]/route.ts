import { requireCampaign } from "@/lib/compat/campaigns";
import { trackCampaign } from "@/lib/compat/search";
import { routeeDoor } from "../../../../routee-door";

/** A page of a campaign's segments. */
export const GET = routeeDoor({ scope: "messages:read" }, async ({ params, program, query }) => {
  const { id } = await requireCampaign(program.appId, params.trackingId ?? "");
  return Response.json(await trackCampaign(program.appId, id, query));
});
