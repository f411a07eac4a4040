import { balanceAnswer } from "@/lib/compat/account";
import { routeeDoor } from "../../../routee-door";

/** The balance of the app's Routee account, as Routee gives it. */
export const GET = routeeDoor({ scope: "messages:read" }, async ({ program, path }) =>
  Response.json(await balanceAnswer(program.appId, path)),
);
