import { replaySchema } from "@/lib/callbacks/contract";
import { replayCallbacks } from "@/lib/callbacks/replay-callbacks";
import { ownOnly, senderOf } from "../../caller";
import { door } from "../../door";

/** Delivers an app's callbacks of a window again; with `dryRun` only counts them. */
export const POST = door({ auth: "messages:send", body: replaySchema }, async ({ body, caller }) =>
  Response.json(await replayCallbacks(ownOnly(caller, body), senderOf(caller).accountId)),
);
