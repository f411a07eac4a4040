import { resumeSchema } from "@/lib/callbacks/contract";
import { resumeEndpoint } from "@/lib/callbacks/endpoints";
import { Problem } from "@/lib/platform/problem";
import { requireApp } from "../../../../app-of";
import { door } from "../../../../door";

/** Lets a paused address have callbacks again. */
export const POST = door({ auth: "session", body: resumeSchema }, async ({ params, body }) => {
  const app = await requireApp(params.id);
  const delivering = await resumeEndpoint(app.id, body);
  if (delivering === null) throw new Problem("conflict", "This address is not paused.");
  return Response.json({ delivering });
});
