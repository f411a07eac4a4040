import { readAccount } from "@/lib/apps/read-account";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** Whether the provider gives the app a token, and its balance. */
export const GET = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  return Response.json(await readAccount(app.id));
});
