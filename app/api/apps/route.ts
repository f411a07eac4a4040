import { createAppSchema } from "@/lib/apps/contract";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { prisma } from "@/lib/platform/database";
import { door } from "../door";

/** All apps in use. */
export const GET = door({ auth: "session" }, async () => Response.json({ data: await listApps() }));

/** Creates an app; the answer holds its callback signing secret, this once. */
export const POST = door({ auth: "session", body: createAppSchema }, async ({ body }) =>
  Response.json(await createApp(prisma(), body), { status: 201 }),
);
