import { setUp } from "@/lib/apps/set-up";
import { setupSchema } from "@/lib/people/contract";
import { TURN_AFTER_SECONDS, withPasswordTurn } from "@/lib/people/password-turns";
import { setupOpen } from "@/lib/people/setup-needed";
import { Problem } from "@/lib/platform/problem";
import { door } from "../door";

/** Whether the first account is still to be made. */
export const GET = door({ auth: "none" }, async () => Response.json({ needed: await setupOpen() }));

/** Makes the first account and a sandbox app; only while there is no account. */
export const POST = door({ auth: "none", body: setupSchema }, async ({ body }) => {
  if (!(await setupOpen())) throw new Problem("setup_done", "There is an account already. Sign in with it.");
  const person = await withPasswordTurn(() => setUp(body));
  if (!person)
    throw new Problem("too_many_requests", "Too many try to set up at once.", { retryAfter: TURN_AFTER_SECONDS });
  return Response.json(person.value, { status: 201 });
});
