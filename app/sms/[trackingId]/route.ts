import { changeCampaign, deleteCampaign } from "@/lib/compat/campaigns";
import { senderOf } from "../../api/caller";
import { routeeDoor } from "../../routee-door";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Changes a campaign that has not begun; without a time it begins at once. */
export const PUT = routeeDoor(
  { scope: "messages:send", maxBodyBytes: MAX_BODY_BYTES },
  async ({ json, params, program }) => {
    const sender = senderOf({ kind: "program", program });
    return Response.json(await changeCampaign(program.appId, params.trackingId ?? "", json, sender));
  },
);

/** Takes a campaign back that has not begun. */
export const DELETE = routeeDoor({ scope: "messages:send" }, async ({ params, program }) => {
  await deleteCampaign(program.appId, params.trackingId ?? "");
  return new Response("", { status: 200, headers: { "content-type": "application/json" } });
});
