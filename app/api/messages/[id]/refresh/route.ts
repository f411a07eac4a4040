import { refreshMessage } from "@/lib/receipts/refresh-message";
import { door } from "../../../door";
import { found, requireMessage } from "../../../message-of";

/** Asks Routee's tracking now, and answers with the message as it stands then. */
export const POST = door({ auth: "messages:read" }, async ({ params, caller }) =>
  Response.json(found(await refreshMessage(await requireMessage(caller, params.id)))),
);
