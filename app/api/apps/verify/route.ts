import { verifySchema } from "@/lib/apps/contract";
import { verifyTyped } from "@/lib/apps/verify-credentials";
import { door } from "../../door";

/** Asks the provider for a token with what is typed, before anything is saved. */
export const POST = door({ auth: "session", body: verifySchema }, async ({ body }) =>
  Response.json(await verifyTyped(body)),
);
