import { passCircuit } from "@/lib/apps/circuit";
import type { MessageDetail } from "@/lib/messages/contract";
import { readMessage } from "@/lib/messages/read-message";
import { searchLost } from "@/lib/messages/resolve-lost";
import { readMessageRow } from "@/lib/messages/store";
import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import { askRoutee } from "./ask-routee";

/**
 * Asks Routee now what became of a message, because somebody wants to know; also when its circuit is open, and also
 * about a message that has ended, which Routee's answer may correct.
 * @returns the message as it stands then, or null when there is none with this id.
 * @throws {Problem} `not_handed_over` when Routee cannot know it yet, `provider_unavailable` when Routee does not answer.
 */
export async function refreshMessage(id: string): Promise<MessageDetail | null> {
  const message = isId(id) ? await readMessageRow(pool(), id) : null;
  if (!message) return null;
  const leave = passCircuit(message.app_id);
  if (message.tracking_id !== null) {
    const answer = await askRoutee(message, leave, Math.random());
    if (answer.kind === "unanswered") throw unavailable(answer.failure.message, answer.failure.retryAfterMs);
  } else if (message.hand_over === "lost" || message.status === "Unknown") {
    if ((await searchLost(message, leave)) === "unanswered") throw unavailable("Routee did not answer.", null);
  } else if (!message.final) throw new Problem("not_handed_over", "Routee does not have this message yet.");
  return readMessage(id);
}

function unavailable(why: string, retryAfterMs: number | null): Problem {
  const retryAfter = Math.ceil((retryAfterMs ?? 10_000) / 1_000);
  return new Problem("provider_unavailable", `Routee could not be asked. ${why}`, { retryAfter });
}
