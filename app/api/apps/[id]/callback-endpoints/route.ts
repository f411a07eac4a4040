import { listEndpoints } from "@/lib/callbacks/endpoints";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** The app's addresses that fail or are paused, with what is held for each. */
export const GET = door({ auth: "session" }, async ({ params }) => {
  const app = await requireApp(params.id);
  return Response.json({ data: await listEndpoints(app.id) });
});
