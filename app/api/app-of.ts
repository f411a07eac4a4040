import type { App } from "@/lib/apps/contract";
import { readApp } from "@/lib/apps/read-app";
import { Problem } from "@/lib/platform/problem";

/** The app of an address. @throws {Problem} `not_found` */
export async function requireApp(id: string | undefined): Promise<App> {
  const app = await readApp(id ?? "");
  if (!app) throw new Problem("not_found", "There is no app with this id.");
  return app;
}
