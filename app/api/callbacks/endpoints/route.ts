import { listEndpoints } from "@/lib/callbacks/endpoints";
import { door } from "../../door";

/** The addresses of all apps that fail or are paused, with what is held for each. */
export const GET = door({ auth: "session" }, async () => Response.json({ data: await listEndpoints(null) }));
