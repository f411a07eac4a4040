import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { listKeys } from "@/lib/keys/key-view";
import { requireApp } from "../../../app-of";
import { senderOf } from "../../../caller";
import { door } from "../../../door";

/** An app's API keys, newest first; of their secrets only how they begin and end. */
export const GET = door({ auth: "session" }, async ({ params }) =>
  Response.json({ data: await listKeys(await requireApp(params.id)) }),
);

/** Makes an API key; the answer holds its secret, this once. */
export const POST = door({ auth: "session", body: createKeySchema }, async ({ params, body, caller }) =>
  Response.json(await createKey(await requireApp(params.id), body, senderOf(caller).accountId), { status: 201 }),
);
