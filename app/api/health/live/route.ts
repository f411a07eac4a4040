import { config } from "@/lib/platform/config";
import { door } from "../../door";

/** Whether this process runs and answers, whatever becomes of the database: what restarts it asks here. */
export const GET = door({ auth: "none" }, async () => Response.json({ status: "ok", version: config().version }));
