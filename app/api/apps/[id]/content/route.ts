import { appContent } from "@/lib/messages/delete-app";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** What would go with the app if it were deleted. */
export const GET = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  return Response.json(await appContent(app.id));
});
