import { readMessage } from "@/lib/messages/read-message";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../door";

/** One message with its segments and events. */
export const GET = door({ auth: "session" }, async ({ params }) => {
  const message = await readMessage(params.id ?? "");
  if (!message) throw new Problem("not_found", "There is no message with this id.");
  return Response.json(message);
});
