import { prisma } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { appView } from "./app-view";
import { readConnection } from "./circuit";
import type { App, AppDetail } from "./contract";

/** One app, or null when there is none with this id. */
export async function readApp(id: string): Promise<App | null> {
  const row = isId(id) ? await prisma().app.findUnique({ where: { id, deletingAt: null } }) : null;
  return row && appView(row);
}

/** One app with how its way to Routee stands, or null when there is none with this id. */
export async function readAppDetail(id: string): Promise<AppDetail | null> {
  const app = await readApp(id);
  return app && { ...app, connection: await readConnection(id) };
}
