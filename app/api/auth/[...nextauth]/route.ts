import NextAuth from "next-auth";
import { z } from "zod";
import type { DoorContext } from "@/app/api/door";
import { authOptions, secondsToWait } from "@/lib/people/auth-options";

const leadsTo = z.object({ url: z.string() });

/** next-auth's own addresses: csrf, the credentials callback, session, sign-out. */
async function handle(request: Request, context: DoorContext): Promise<Response> {
  const answer: unknown = await NextAuth(authOptions())(request, context);
  if (!(answer instanceof Response)) throw new Error("next-auth gave no answer.");
  return request.method === "POST" ? orTooMany(answer) : answer;
}

/** next-auth says that somebody has to wait only in the address that it leads to. */
async function orTooMany(answer: Response): Promise<Response> {
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
  const text = isJson ? await answer.text() : null;
  const told = text === null ? null : leadsTo.safeParse(JSON.parse(text));
  const seconds = secondsToWait(told?.success ? told.data.url : answer.headers.get("location"));
  if (seconds === null) return text === null ? answer : new Response(text, answer);
  const headers = new Headers(answer.headers);
  headers.set("retry-after", String(seconds));
  return new Response(text ?? answer.body, { status: 429, headers });
}

export { handle as GET, handle as POST };
