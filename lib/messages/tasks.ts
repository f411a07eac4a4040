import { z } from "zod";
import { DELETE_APP } from "./delete-app";
import { deleteAppMessages } from "./delete-app-messages";
import { RESOLVE_LOST } from "./hand-over-timetable";
import { resolveLost } from "./resolve-lost";

const deleteAppPayload = z.object({ appId: z.uuid() });
const resolveLostPayload = z.object({ messageId: z.uuid(), search: z.int().min(0) });

/** The jobs of this room, by name. A payload is parsed before anything is done with it. */
export const messageTasks: Record<string, (payload: unknown) => Promise<void>> = {
  [RESOLVE_LOST]: async (payload) => {
    const { messageId, search } = resolveLostPayload.parse(payload);
    await resolveLost(messageId, search);
  },
  [DELETE_APP]: async (payload) => {
    await deleteAppMessages(deleteAppPayload.parse(payload).appId);
  },
};
