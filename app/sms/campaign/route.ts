import { sendCampaign } from "@/lib/compat/campaigns";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { senderOf } from "../../api/caller";
import { routeeDoor } from "../../routee-door";

/** 30,000 numbers and more. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Sends one text to many, as Routee's address of the same name does. */
export const POST = routeeDoor(
  { scope: "messages:send", maxBodyBytes: MAX_BODY_BYTES },
  async ({ json, program, request }) => {
    const answer = await sendCampaign(program.appId, json, {
      sender: senderOf({ kind: "program", program }),
      idempotencyKey: idempotencyKeyOf(request.headers),
    });
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
  },
);
