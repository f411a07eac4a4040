import { replaySchema } from "@/lib/callbacks/contract";
import { replayCallbacks } from "@/lib/callbacks/replay-callbacks";
import { door } from "../../door";

/** Delivers an app's callbacks of a window again; with `dryRun` only counts them. */
export const POST = door({ auth: "session", body: replaySchema }, async ({ body, person }) =>
  Response.json(await replayCallbacks(body, person.id)),
);
