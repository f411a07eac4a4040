import { z } from "zod";
import { DELETE_APP } from "./delete-app";
import { deleteAppMessages } from "./delete-app-messages";
import { handOver } from "./hand-over";
import { HAND_OVER, RESOLVE_LOST } from "./hand-over-job";
import { resolveLost } from "./resolve-lost";

const handOverPayload = z.object({ messageId: z.uuid() });
const deleteAppPayload = z.object({ appId: z.uuid() });
const resolveLostPayload = z.object({ messageId: z.uuid(), search: z.int().min(0) });

/** The jobs of this room, by name. A payload is parsed before anything is done with it. */
export const messageTasks: Record<string, (payload: unknown) => Promise<void>> = {
  [HAND_OVER]: async (payload) => {
    await handOver(handOverPayload.parse(payload).messageId);
  },
  [RESOLVE_LOST]: async (payload) => {
    const { messageId, search } = resolveLostPayload.parse(payload);
    await resolveLost(messageId, search);
  },
  [DELETE_APP]: async (payload) => {
    await deleteAppMessages(deleteAppPayload.parse(payload).appId);
  },
};
