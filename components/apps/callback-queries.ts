import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/query/api";
import { type Diagnosis, diagnosisSchema, type Preview, previewSchema } from "@/lib/callbacks/contract";
import { type CallbackAttempt, callbackAttemptSchema } from "@/lib/messages/contract";
import { appKeys } from "./queries";

const pathOf = (id: string, rest: string) => `/api/apps/${encodeURIComponent(id)}${rest}`;

/** How many callbacks each strategy would have made for an app lately. */
export function previewOptions(id: string) {
  return queryOptions({
    queryKey: [...appKeys.detail(id), "callback-preview"],
    queryFn: ({ signal }): Promise<Preview> => requestJson(previewSchema, pathOf(id, "/callback-preview"), { signal }),
  });
}

/** Sends one signed test event. */
export function testCallback(id: string, url: string): Promise<CallbackAttempt> {
  return requestJson(callbackAttemptSchema, pathOf(id, "/callback-test"), {
    method: "POST",
    body: JSON.stringify({ url }),
  });
}

/** Examines an address. */
export function examineCallback(id: string, url: string): Promise<Diagnosis> {
  return requestJson(diagnosisSchema, pathOf(id, "/callback-doctor"), {
    method: "POST",
    body: JSON.stringify({ url }),
  });
}
