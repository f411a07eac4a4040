"use client";

import { useQuery } from "@tanstack/react-query";
import type { App } from "@/lib/apps/contract";
import { appsOptions, archivedAppsOptions } from "./queries";

/** Finds an app, archived ones too: what a sandbox sent must not look live once the app is put away. */
export function useAppOf(): (id: string) => App | undefined {
  const inUse = useQuery(appsOptions()).data ?? [];
  const archived = useQuery(archivedAppsOptions()).data ?? [];
  const byId = new Map([...archived, ...inUse].map((app) => [app.id, app]));
  return (id) => byId.get(id);
}
