import { searchTracking } from "@/lib/compat/search";
import { routeeDoor } from "../../routee-door";

/** Searches the segments of a range of time. */
export const POST = routeeDoor({ scope: "messages:read" }, async ({ program, query, json }) =>
  Response.json(await searchTracking(program.appId, query, json, new Date())),
);
