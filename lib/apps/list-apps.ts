import { prisma } from "@/lib/platform/database";
import { appView } from "./app-view";
import type { App } from "./contract";

/** All apps in use, the oldest first. */
export async function listApps(): Promise<App[]> {
  const rows = await prisma().app.findMany({ where: { archivedAt: null }, orderBy: { id: "asc" } });
  return rows.map(appView);
}
