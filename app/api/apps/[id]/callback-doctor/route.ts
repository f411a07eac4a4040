import { tryAddressSchema } from "@/lib/callbacks/contract";
import { examine } from "@/lib/callbacks/doctor";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** Examines a callback address, the app's default without one. */
export const POST = door({ auth: "session", body: tryAddressSchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  return Response.json(await examine(app.id, body.url));
});
