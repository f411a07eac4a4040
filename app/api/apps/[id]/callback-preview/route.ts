import { previewStrategies } from "@/lib/callbacks/preview-strategies";
import { requireApp } from "../../../app-of";
import { door } from "../../../door";

/** How many callbacks each strategy would have made lately. */
export const GET = door({ auth: "session" }, async ({ params }) =>
  Response.json(await previewStrategies(await requireApp(params.id))),
);
