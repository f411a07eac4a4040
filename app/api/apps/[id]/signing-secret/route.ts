import { rotateSigningSecret } from "@/lib/apps/rotate-signing-secret";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** A new signing secret, shown this once. */
export const POST = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  return Response.json(await rotateSigningSecret(app.id));
});
