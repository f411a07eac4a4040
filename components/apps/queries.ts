import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/query/api";
import { type App, appListSchema, type CreateAppInput, type CreatedApp, createdAppSchema } from "@/lib/apps/contract";

export const appKeys = {
  all: ["apps"] as const,
};

/** Every app. */
export function appsOptions() {
  return queryOptions({
    queryKey: appKeys.all,
    queryFn: async ({ signal }): Promise<App[]> => (await requestJson(appListSchema, "/api/apps", { signal })).data,
  });
}

/** Creates an app; the answer holds its callback signing secret, this once. */
export function createApp(app: CreateAppInput): Promise<CreatedApp> {
  return requestJson(createdAppSchema, "/api/apps", { method: "POST", body: JSON.stringify(app) });
}
