import { CALLBACK_CHANNEL } from "@/lib/messages/outbox";
import { transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { wake } from "@/lib/platform/wake";
import { mendTurns } from "./store-turns";

/**
 * Has callbacks delivered that were forgotten: whose turn it is, and that nobody gave a time. There should be none, so
 * it says so; a worker of a version before turns, beside one of this, leaves some.
 */
export async function mendCallbacks(): Promise<void> {
  for (;;) {
    const messageIds = await transaction(async (sql) => {
      const mended = await mendTurns(sql);
      if (mended.length > 0) wake(sql, CALLBACK_CHANNEL);
      return mended;
    });
    if (messageIds.length === 0) return;
    log().warn(
      { callbacks: messageIds.length, messageIds: messageIds.slice(0, 10) },
      "callbacks were forgotten; they are delivered now",
    );
  }
}
