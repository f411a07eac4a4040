import { z } from "zod";
import { appOfMessage, readEvents } from "@/lib/messages/read-message";
import { door } from "../../../door";
import { found, requireMessage } from "../../../message-of";

const querySchema = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });

/** The events of a message after a sequence, to catch up. */
export const GET = door({ auth: "messages:read", query: querySchema }, async ({ params, query, caller }) => {
  const id = await requireMessage(caller, params.id);
  found(await appOfMessage(id));
  return Response.json({ data: await readEvents(id, query.after) });
});
