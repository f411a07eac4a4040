import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { orAway } from "@/lib/platform/database-away";
import type { Person } from "./contract";
import { personOfToken, sessionCookie } from "./session-token";
import { setupOpen } from "./setup-needed";

/** Sessions for server components: the one place in lib/ that knows Next. */

export interface Session {
  person: Person;
}

/** The session of the page being rendered, or null. */
export async function currentSession(): Promise<Session | null> {
  const jar = await cookies();
  const person = await orAway(personOfToken(jar.get(sessionCookie())?.value));
  return person && { person };
}

/** The session of the page being rendered; without one the visitor goes to the sign-in page (or set-up, at first). */
export async function requireSession(): Promise<Session> {
  const session = await currentSession();
  if (session) return session;
  redirect((await orAway(setupOpen())) ? "/setup" : "/sign-in");
}
