import { pauseSchema } from "@/lib/callbacks/contract";
import { listEndpoints, pauseEndpoint } from "@/lib/callbacks/endpoints";
import { requireApp } from "../../../../app-of";
import { door } from "../../../../door";

/** Holds back an address's callbacks until it is resumed. */
export const POST = door({ auth: "session", body: pauseSchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  await pauseEndpoint(app.id, body.url);
  return Response.json({ data: await listEndpoints(app.id) });
});
