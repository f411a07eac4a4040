import { readAppDetail } from "@/lib/apps/read-app";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../door";

/** One app with its connection to Routee; of its secrets only that they are set. */
export const GET = door({ auth: "session" }, async ({ params }) => {
  const app = await readAppDetail(params.id ?? "");
  if (!app) throw new Problem("not_found", "There is no app with this id.");
  return Response.json(app);
});
