import { listCallbacksSchema } from "@/lib/callbacks/contract";
import { listCallbacks } from "@/lib/callbacks/list-callbacks";
import { ownOnly } from "../caller";
import { door } from "../door";

/** Callbacks with their attempts, newest first. */
export const GET = door({ auth: "messages:read", query: listCallbacksSchema }, async ({ query, caller }) =>
  Response.json(await listCallbacks(ownOnly(caller, query))),
);
