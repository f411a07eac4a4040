import { revokeKey } from "@/lib/keys/revoke-key";
import { Problem } from "@/lib/platform/problem";
import { requireApp } from "../../../../app-of";
import { door } from "../../../../door";

/** Revokes an API key and its tokens, at once. */
export const DELETE = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  if (!(await revokeKey(app.id, params.keyId ?? ""))) throw new Problem("not_found", "There is no key with this id.");
  return new Response(null, { status: 204 });
});
