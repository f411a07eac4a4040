import { setUp } from "@/lib/apps/set-up";
import { setupSchema } from "@/lib/people/contract";
import { setupNeeded } from "@/lib/people/setup-needed";
import { door } from "../door";

/** Whether the first account is still to be made. */
export const GET = door({ auth: "none" }, async () => Response.json({ needed: await setupNeeded() }));

/** Makes the first account and a sandbox app; only while there is no account. */
export const POST = door({ auth: "none", body: setupSchema }, async ({ body }) =>
  Response.json(await setUp(body), { status: 201 }),
);
