import { retryCallback } from "@/lib/callbacks/retry-callback";
import { Problem } from "@/lib/platform/problem";
import { appOf, senderOf } from "../../../caller";
import { door } from "../../../door";

/** One attempt now; answers with the callback after it. */
export const POST = door({ auth: "messages:send" }, async ({ params, caller }) => {
  const callback = await retryCallback(params.id ?? "", {
    accountId: senderOf(caller).accountId,
    ofApp: appOf(caller),
  });
  if (!callback) throw new Problem("not_found", "There is no callback with this id.");
  return Response.json(callback);
});
