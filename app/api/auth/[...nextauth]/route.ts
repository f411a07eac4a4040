import NextAuth from "next-auth";
import type { DoorContext } from "@/app/api/door";
import { authOptions } from "@/lib/people/auth-options";

/** next-auth's own addresses: csrf, the credentials callback, session, sign-out. */
async function handle(request: Request, context: DoorContext): Promise<Response> {
  const answer: unknown = await NextAuth(authOptions())(request, context);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no answer.");
}

export { handle as GET, handle as POST };
