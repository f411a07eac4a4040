import { tryAddressSchema } from "@/lib/callbacks/contract";
import { testCallback } from "@/lib/callbacks/test-callback";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** Sends one signed test event now; answers with the attempt. */
export const POST = door({ auth: "session", body: tryAddressSchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  return Response.json(await testCallback(app.id, body.url));
});
