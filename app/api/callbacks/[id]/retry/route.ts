import { retryCallback } from "@/lib/callbacks/retry-callback";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../../door";

/** One attempt now; answers with the callback after it. */
export const POST = door({ auth: "session" }, async ({ params, person }) => {
  const callback = await retryCallback(params.id ?? "", person.id);
  if (!callback) throw new Problem("not_found", "There is no callback with this id.");
  return Response.json(callback);
});
