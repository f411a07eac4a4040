import { deleteAppSchema, updateAppSchema } from "@/lib/apps/contract";
import { readAppDetail } from "@/lib/apps/read-app";
import { updateApp } from "@/lib/apps/update-app";
import { deleteApp } from "@/lib/messages/delete-app";
import { Problem } from "@/lib/platform/problem";
import { requireApp } from "../../app-of";
import { mayUse } from "../../caller";
import { door } from "../../door";

/** One app with its connection to Routee; of its secrets only that they are set. */
export const GET = door({ auth: "messages:read" }, async ({ params, caller }) => {
  const app = await readAppDetail(params.id ?? "");
  if (!app || !mayUse(caller, app.id)) throw new Problem("not_found", "There is no app with this id.");
  return Response.json(app);
});

/** Changes an app; what is left out stays. */
export const PATCH = door({ auth: "session", body: updateAppSchema }, async ({ params, body }) =>
  Response.json(await updateApp(await requireApp(params.id), body)),
);

/** Deletes an app; with messages its name has to be given. */
export const DELETE = door({ auth: "session", query: deleteAppSchema }, async ({ params, query }) => {
  await deleteApp(await requireApp(params.id), query.name);
  return new Response(null, { status: 204 });
});
