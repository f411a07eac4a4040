import { eventsQuerySchema } from "@/lib/messages/contract";
import { appOfMessage, readEvents } from "@/lib/messages/read-message";
import { door } from "../../../door";
import { found, requireMessage } from "../../../message-of";

/** The events of a message after a sequence, to catch up. */
export const GET = door({ auth: "messages:read", query: eventsQuerySchema }, async ({ params, query, caller }) => {
  const id = await requireMessage(caller, params.id);
  found(await appOfMessage(id));
  return Response.json({ data: await readEvents(id, query.after) });
});
