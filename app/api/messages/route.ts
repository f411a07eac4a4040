import { acceptMessage } from "@/lib/messages/accept-message";
import { listMessagesSchema, sendMessageSchema } from "@/lib/messages/contract";
import { listMessages } from "@/lib/messages/list-messages";
import { idempotencyKeyOf } from "@/lib/platform/idempotency-key";
import { ownOnly, senderOf } from "../caller";
import { door } from "../door";

/** Accepts a message: 202 once it is stored. */
export const POST = door(
  { auth: "messages:send", body: sendMessageSchema, once: "in the use case" },
  async ({ body, caller, request }) => {
    const answer = await acceptMessage({
      message: ownOnly(caller, body),
      sender: senderOf(caller),
      idempotencyKey: idempotencyKeyOf(request.headers),
    });
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
  },
);

/** Messages, newest first. */
export const GET = door({ auth: "messages:read", query: listMessagesSchema }, async ({ query, caller }) =>
  Response.json(await listMessages(ownOnly(caller, query))),
);
