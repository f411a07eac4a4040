import { createAppSchema, listAppsSchema } from "@/lib/apps/contract";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { prisma } from "@/lib/platform/database";
import { mayUse } from "../caller";
import { door } from "../door";

/** All apps in use, or all that are archived; for an API key its own. */
export const GET = door({ auth: "messages:read", query: listAppsSchema }, async ({ query, caller }) => {
  const apps = await listApps(query);
  return Response.json({ data: apps.filter(({ id }) => mayUse(caller, id)) });
});

/** Creates an app; the answer holds its callback signing secret, this once. */
export const POST = door({ auth: "session", body: createAppSchema }, async ({ body }) =>
  Response.json(await createApp(prisma(), body), { status: 201 }),
);
