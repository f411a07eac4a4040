import { CommitUnknown, groupPool, pool, transaction } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import type { NewEvent } from "./fold-events";
import { type Claim, claimHandOvers } from "./hand-over-store";
import { recordObservations } from "./record-observations";

/** What each hand-over writes, together with those of others that come to the same point at about the same time. */

/** Far more than the dispatcher has under way: an answer of Routee's that was refused here would count as lost. */
const WAITING = 10_000;

const claims = inGroups<Claim, number | null | Error>(
  async (group) => {
    try {
      const claimed = await claimHandOvers(pool(), group);
      return group.map(({ id }) => {
        const attempt = claimed.get(id) ?? null;
        // Asked for twice in one group it is given once.
        claimed.delete(id);
        return attempt;
      });
    } catch (error) {
      // It may have been claimed, so claiming it again would find it taken.
      return group.map(() => (error instanceof Error ? error : new Error(String(error))));
    }
  },
  { name: "claims", items: 64, groups: 2, waiting: WAITING },
);

/**
 * Claims a message for one request. @returns how many requests were made for it, with this one; null when it is somebody
 * else's or has ended. @throws when the claim is not known to be committed: no request may be made then.
 */
export async function claim(wanted: Claim): Promise<number | null> {
  const claimed = await claims(wanted);
  if (claimed instanceof Error) throw claimed;
  return claimed;
}

const answers = inGroups<NewEvent, Error | null>(
  async (group) => {
    try {
      await transaction((sql) => recordObservations(sql, group), groupPool());
      return group.map(() => null);
    } catch (error) {
      // Written again it might stand there twice. The message is found to have lost its answer, and Routee is asked.
      if (error instanceof CommitUnknown) return group.map(() => error);
      throw error;
    }
  },
  { name: "answers", items: 64, groups: 2, waiting: WAITING },
);

/** Writes Routee's answer to a request down, which settles the hand-over. @throws when that is not known to be committed. */
export async function recordAnswer(event: NewEvent): Promise<void> {
  const failure = await answers(event);
  if (failure) throw failure;
}
