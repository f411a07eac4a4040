import { pricesAnswer } from "@/lib/compat/account";
import { routeeDoor } from "../../routee-door";

/** Routee's prices of SMS. */
export const GET = routeeDoor({ scope: "messages:read" }, async ({ program, path, query }) =>
  Response.json(await pricesAnswer(program.appId, path, query)),
);
