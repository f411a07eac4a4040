import { prisma } from "@/lib/platform/database";
import { appView } from "./app-view";
import type { App } from "./contract";

/** All apps in use, the oldest first. @param archived those that were archived instead. */
export async function listApps({ archived = false }: { archived?: boolean } = {}): Promise<App[]> {
  const rows = await prisma().app.findMany({
    where: { deletingAt: null, archivedAt: archived ? { not: null } : null },
    orderBy: { id: "asc" },
  });
  return rows.map(appView);
}
