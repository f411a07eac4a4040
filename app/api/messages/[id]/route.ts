import { readMessage } from "@/lib/messages/read-message";
import { door } from "../../door";
import { found, requireMessage } from "../../message-of";

/** One message with its segments and events. */
export const GET = door({ auth: "messages:read" }, async ({ params, caller }) =>
  Response.json(found(await readMessage(await requireMessage(caller, params.id)))),
);
