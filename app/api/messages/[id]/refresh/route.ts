import { Problem } from "@/lib/platform/problem";
import { refreshMessage } from "@/lib/receipts/refresh-message";
import { door } from "../../../door";

/** Asks Routee's tracking now, and answers with the message as it stands then. */
export const POST = door({ auth: "session" }, async ({ params }) => {
  const message = await refreshMessage(params.id ?? "");
  if (!message) throw new Problem("not_found", "There is no message with this id.");
  return Response.json(message);
});
