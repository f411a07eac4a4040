import { cancelMessage } from "@/lib/messages/cancel-message";
import { senderOf } from "../../../caller";
import { door } from "../../../door";
import { found, requireMessage } from "../../../message-of";

/** Takes a message back before it is handed over. */
export const POST = door({ auth: "messages:send" }, async ({ params, caller }) =>
  Response.json(found(await cancelMessage(await requireMessage(caller, params.id), senderOf(caller)))),
);
