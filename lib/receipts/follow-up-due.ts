import { lose } from "@/lib/messages/hand-over";
import { RESOLVE_LOST, resolveLostKey } from "@/lib/messages/hand-over-timetable";
import { type Sql, transaction } from "@/lib/platform/database";
import { addJob } from "@/lib/platform/queue";
import { lookAt } from "./overdue";
import { lockDue, readDeliveryTimes, setFollowUps } from "./store";

/** The job that follows one message up. */
export const FOLLOW_UP = "follow-up";
const followUpKey = (messageId: string): string => `${FOLLOW_UP}:${messageId}`;

/** So many messages are looked at in one transaction. */
const BATCH = 200;

/**
 * Looks at the open messages whose time has come, and adds a job for each about which something is to be done.
 * Nothing is kept in memory: after a crash they are due again.
 * @returns how many were looked at; fewer than a batch means that there are no more.
 */
export async function followUpDue(batch = BATCH): Promise<number> {
  return transaction(async (sql) => {
    const { now, due } = await lockDue(sql, batch);
    if (due.length === 0) return 0;
    const history = await readDeliveryTimes(sql, [...new Set(due.map(({ app_id }) => app_id))]);
    const looks = due.map((message) => ({
      id: message.id,
      ...lookAt(message, history.get(message.app_id) ?? [], now),
    }));
    await setFollowUps(
      sql,
      looks.map(({ id, nextAt }) => ({ id, at: nextAt })),
    );
    for (const look of looks) await act(sql, look);
    return due.length;
  });
}

async function act(sql: Sql, { id: messageId, do: what }: { id: string; do: ReturnType<typeof lookAt>["do"] }) {
  if (what === "ask") await addJob(sql, FOLLOW_UP, { messageId }, { key: followUpKey(messageId) });
  else if (what === "lose") await lose(sql, messageId, "Tidings stopped while the request was under way.");
  else if (what === "resolve_lost")
    await addJob(sql, RESOLVE_LOST, { messageId, search: 0 }, { key: resolveLostKey(messageId), keep: "job" });
}
