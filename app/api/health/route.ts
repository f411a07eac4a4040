import { config } from "@/lib/platform/config";
import { isDraining } from "@/lib/platform/draining";
import { readHealth } from "@/lib/platform/health";
import { door } from "../door";

/** Whether this process can do its work; 503 while the database does not answer, and once it is told to stop. */
export const GET = door({ auth: "none" }, async () => {
  const health = await readHealth();
  const able = health.database === "ok" ? "ok" : "failing";
  const status = isDraining() ? "draining" : able;
  return Response.json({ status, version: config().version, ...health }, { status: status === "ok" ? 200 : 503 });
});
