import { prisma } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { appView } from "./app-view";
import type { App } from "./contract";

/** One app, or null when there is none with this id. */
export async function readApp(id: string): Promise<App | null> {
  const row = isId(id) ? await prisma().app.findUnique({ where: { id } }) : null;
  return row && appView(row);
}
