import { createAppSchema, listAppsSchema } from "@/lib/apps/contract";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { prisma } from "@/lib/platform/database";
import { door } from "../door";

/** All apps in use, or all that are archived. */
export const GET = door({ auth: "session", query: listAppsSchema }, async ({ query }) =>
  Response.json({ data: await listApps(query) }),
);

/** Creates an app; the answer holds its callback signing secret, this once. */
export const POST = door({ auth: "session", body: createAppSchema }, async ({ body }) =>
  Response.json(await createApp(prisma(), body), { status: 201 }),
);
