import { pool, transaction } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { MessageDetail } from "./contract";
import { cancelledEvent } from "./hand-over-events";
import { readMessage } from "./read-message";
import { recordObservations } from "./record-observations";
import type { Sender } from "./sender";
import { moveHandOver, readMessageRow } from "./store";

/**
 * Takes a message back before it is handed over: one that is scheduled, or waits.
 * @returns the message, cancelled; null when there is none with this id.
 * @throws {Problem} `conflict` when it was handed over already, may have been, or has ended.
 */
export async function cancelMessage(id: string, sender: Sender): Promise<MessageDetail | null> {
  const message = isId(id) ? await readMessageRow(pool(), id) : null;
  if (!message) return null;
  await transaction(async (sql) => {
    // A hand-over claims the message from the same state, so only one of the two can have it.
    const taken =
      !message.final &&
      ((await moveHandOver(sql, id, "pending", "settled")) || (await moveHandOver(sql, id, "held", "settled")));
    if (!taken)
      throw new Problem("conflict", "It is too late to cancel this message: it was handed over, or has ended.");
    await recordObservations(sql, [cancelledEvent(id, sender, new Date())]);
  });
  return readMessage(id);
}
