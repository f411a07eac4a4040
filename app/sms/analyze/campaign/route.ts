import { campaignAnalysis } from "@/lib/compat/campaign-answer";
import { readCampaignText } from "@/lib/compat/read-campaign";
import { routeeDoor } from "../../../routee-door";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** What a campaign's recipients and text would come to; nothing is sent. */
export const POST = routeeDoor({ scope: "messages:read", maxBodyBytes: MAX_BODY_BYTES }, async ({ json, program }) =>
  Response.json(campaignAnalysis(readCampaignText(json, program.appId), true)),
);
