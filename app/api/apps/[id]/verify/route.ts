import { verifyApp } from "@/lib/apps/verify-credentials";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** Asks the provider for a token with the stored credentials. */
export const POST = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  return Response.json(await verifyApp(app.id));
});
