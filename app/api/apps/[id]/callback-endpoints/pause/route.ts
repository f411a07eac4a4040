import { z } from "zod";
import { listEndpoints, pauseEndpoint } from "@/lib/callbacks/endpoints";
import { requireApp } from "../../../../app-of";
import { door } from "../../../../door";

const bodySchema = z.strictObject({
  url: z.string().min(1, "Name the address.").max(2048, "At most 2,048 characters."),
});

/** Holds back an address's callbacks until it is resumed. */
export const POST = door({ auth: "session", body: bodySchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  await pauseEndpoint(app.id, body.url);
  return Response.json({ data: await listEndpoints(app.id) });
});
