import { listApps } from "@/lib/apps/list-apps";
import { setUp } from "@/lib/apps/set-up";
import { acceptMessage } from "../accept-message";
import { type Message, messageSchema, type SendMessage } from "../contract";

/** An owner with the sandbox app that comes with set-up. */
export async function givenOwner(): Promise<{ accountId: string; appId: string }> {
  const person = await setUp({ email: "ada@example.com", password: "correct horse battery" });
  const [app] = await listApps();
  if (!app) throw new Error("Set-up made no app.");
  return { accountId: person.id, appId: app.id };
}

/** An accepted message. */
export async function givenMessage(
  { accountId, appId }: { accountId: string; appId: string },
  fields: Partial<SendMessage> = {},
): Promise<Message> {
  const message = { appId, to: "+306900000001", body: "Table ready", ...fields };
  const answer = await acceptMessage({ message, sender: { accountId }, idempotencyKey: null });
  return messageSchema.parse(JSON.parse(answer.body));
}
