import { z } from "zod";
import { examine } from "@/lib/callbacks/doctor";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

const bodySchema = z.strictObject({ url: z.string().trim().max(2048, "At most 2,048 characters.").optional() });

/** Examines a callback address, the app's default without one. */
export const POST = door({ auth: "session", body: bodySchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  return Response.json(await examine(app.id, body.url));
});
