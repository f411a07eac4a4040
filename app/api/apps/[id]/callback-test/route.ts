import { z } from "zod";
import { testCallback } from "@/lib/callbacks/test-callback";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

const bodySchema = z.strictObject({ url: z.string().trim().max(2048, "At most 2,048 characters.").optional() });

/** Sends one signed test event now; answers with the attempt. */
export const POST = door({ auth: "session", body: bodySchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  return Response.json(await testCallback(app.id, body.url));
});
