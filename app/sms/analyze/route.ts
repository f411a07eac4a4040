import { analyzeAnswer } from "@/lib/compat/analyze";
import { routeeDoor } from "../../routee-door";

/** What a text would come to; nothing is sent. */
export const POST = routeeDoor({ scope: "messages:read" }, async ({ json, program }) =>
  Response.json(await analyzeAnswer(program.appId, json)),
);
