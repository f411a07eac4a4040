import { expect, test } from "vitest";
import { OPERATIONS } from "@/lib/openapi/operations";
import { refusalOf } from "./try-request";
import { viewOf } from "./view";

const view = (id: string) => {
  const operation = OPERATIONS.find((one) => one.id === id);
  if (!operation) throw new Error(id);
  return viewOf(operation, "https://sms.example");
};
const apps = [{ id: "sandbox-app" }];

test.each([
  ["sendMessage", '{"appId":"sandbox-app"}', "", null],
  ["sendMessage", '{"appId":"live-app"}', "", "appId has to be"],
  ["sendMessage", "{}", "tk_sandbox_x", null],
  ["sendMessage", "{}", "tk_live_x", "reaches phones"],
  ["sendMessage", "{", "", "not JSON"],
  ["routeeSend", "{}", "", "take an API key"],
  ["routeeSend", "{}", "tk_live_x", "reaches phones"],
  ["listMessages", "", "", null],
])("%s with %s and key %j: %s", (id, body, key, words) => {
  const refusal = refusalOf({ operation: view(id), body, key, apps });
  if (words === null) expect(refusal).toBeNull();
  else expect(refusal).toContain(words);
});
