import { cancelMessage } from "@/lib/messages/cancel-message";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../../door";

/** Takes a message back before it is handed over. */
export const POST = door({ auth: "session" }, async ({ params, person }) => {
  const message = await cancelMessage(params.id ?? "", person.id);
  if (!message) throw new Problem("not_found", "There is no message with this id.");
  return Response.json(message);
});
