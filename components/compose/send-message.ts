import { requestJson } from "@/components/query/api";
import { type Message, messageSchema, type SendMessage } from "@/lib/messages/contract";

/** Hands a message over to be sent. The same key never makes a second message. */
export function sendMessage(message: SendMessage, idempotencyKey: string): Promise<Message> {
  return requestJson(messageSchema, "/api/messages", {
    method: "POST",
    headers: { "idempotency-key": idempotencyKey },
    body: JSON.stringify(message),
  });
}
