import { acceptMessage } from "@/lib/messages/accept-message";
import { listMessagesSchema, sendMessageSchema } from "@/lib/messages/contract";
import { idempotencyKeyOf } from "@/lib/messages/idempotency-key";
import { listMessages } from "@/lib/messages/list-messages";
import { door } from "../door";

/** Accepts a message: 202 once it is stored. */
export const POST = door({ auth: "session", body: sendMessageSchema }, async ({ body, person, request }) => {
  const answer = await acceptMessage({
    message: body,
    accountId: person.id,
    idempotencyKey: idempotencyKeyOf(request.headers),
  });
  return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
});

/** Messages, newest first. */
export const GET = door({ auth: "session", query: listMessagesSchema }, async ({ query }) =>
  Response.json(await listMessages(query)),
);
