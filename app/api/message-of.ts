import { appOfMessage } from "@/lib/messages/read-message";
import { Problem } from "@/lib/platform/problem";
import { appOf, type Caller, mayUse } from "./caller";

/**
 * The id of an address's message, which the caller may see.
 * @throws {Problem} `not_found`, also for what belongs to somebody else.
 */
export async function requireMessage(caller: Caller, id: string | undefined): Promise<string> {
  const own = appOf(caller) === null ? undefined : await appOfMessage(id ?? "");
  if (own === null || (own !== undefined && !mayUse(caller, own))) throw noMessage();
  return id ?? "";
}

/** The answer's message, which has to be there. @throws {Problem} `not_found` */
export function found<Message>(message: Message | null): Message {
  if (!message) throw noMessage();
  return message;
}

function noMessage(): Problem {
  return new Problem("not_found", "There is no message with this id, or it is older than what is kept.");
}
