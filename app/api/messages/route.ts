import { acceptMessage } from "@/lib/messages/accept-message";
import { listMessagesSchema, sendMessageSchema } from "@/lib/messages/contract";
import { listMessages } from "@/lib/messages/list-messages";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { ownOnly, senderOf } from "../caller";
import { door } from "../door";

/** Accepts a message: 202 once it is stored. */
export const POST = door(
  { auth: "messages:send", body: sendMessageSchema, once: "in the use case" },
  ({ body, caller, request }) =>
    acceptMessage({
      message: ownOnly(caller, body),
      sender: senderOf(caller),
      idempotencyKey: idempotencyKeyOf(request.headers),
    }),
);

/** Messages, newest first. */
export const GET = door({ auth: "messages:read", query: listMessagesSchema }, async ({ query, caller }) =>
  Response.json(await listMessages(ownOnly(caller, query))),
);
