import { z } from "zod";
import { followUp } from "./ask-routee";
import { FOLLOW_UP } from "./follow-up-due";

const payloadSchema = z.object({ messageId: z.uuid() });

/** The jobs of this room, by name. A payload is parsed before anything is done with it. */
export const receiptTasks: Record<string, (payload: unknown) => Promise<void>> = {
  [FOLLOW_UP]: async (payload) => {
    await followUp(payloadSchema.parse(payload).messageId);
  },
};
