import { z } from "zod";
import { readEvents, readMessage } from "@/lib/messages/read-message";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../../door";

const querySchema = z.object({ after: z.coerce.number().int().min(0).default(0) });

/** The events of a message after a sequence, to catch up. */
export const GET = door({ auth: "session", query: querySchema }, async ({ params, query }) => {
  const message = await readMessage(params.id ?? "");
  if (!message) throw new Problem("not_found", "There is no message with this id.");
  return Response.json({ data: await readEvents(message.id, query.after) });
});
