import { sendAnswer } from "@/lib/compat/answers";
import { readSend } from "@/lib/compat/read-send";
import { acceptMessage } from "@/lib/messages/accept-message";
import type { Message } from "@/lib/messages/contract";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { senderOf } from "../api/caller";
import { routeeDoor } from "../routee-door";

const ANSWER = {
  name: "sms",
  of: (message: Message) => ({ status: 200, body: JSON.stringify(sendAnswer(message)) }),
};

/** Sends one message, as Routee's address of the same name does: 200 once it is stored. */
export const POST = routeeDoor({ scope: "messages:send" }, async ({ json, program, request }) =>
  acceptMessage({
    message: readSend(json, program.appId),
    sender: senderOf({ kind: "program", program }),
    idempotencyKey: idempotencyKeyOf(request.headers),
    answer: ANSWER,
  }),
);
