import { config } from "@/lib/platform/config";
import { readHealth } from "@/lib/platform/health";
import { door } from "../door";

/** Whether this process can do its work; 503 while the database does not answer. */
export const GET = door({ auth: "none" }, async () => {
  const health = await readHealth();
  const status = health.database === "ok" ? "ok" : "failing";
  return Response.json({ status, version: config().version, ...health }, { status: status === "ok" ? 200 : 503 });
});
