import { listCallbacksSchema } from "@/lib/callbacks/contract";
import { listCallbacks } from "@/lib/callbacks/list-callbacks";
import { door } from "../door";

/** Callbacks with their attempts, newest first. */
export const GET = door({ auth: "session", query: listCallbacksSchema }, async ({ query }) =>
  Response.json(await listCallbacks(query)),
);
