import { analyzeAtRoutee } from "@/lib/messages/analyze-at-routee";
import { analyzeMessageSchema } from "@/lib/messages/contract";
import { Problem } from "@/lib/platform/problem";
import { door } from "../../../door";

/** What Routee would make of a text, compared with what we make of it. */
export const POST = door({ auth: "session", body: analyzeMessageSchema }, async ({ params, body }) => {
  const analysis = await analyzeAtRoutee(params.id ?? "", body);
  if (!analysis) throw new Problem("not_found", "There is no app with this id.");
  return Response.json(analysis);
});
