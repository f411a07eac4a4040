import { z } from "zod";
import { requestJson } from "@/components/query/api";

export type SignInOutcome = { kind: "in" } | { kind: "wrong" } | { kind: "wait"; seconds: number } | { kind: "failed" };

const csrfSchema = z.object({ csrfToken: z.string() });
const urlSchema = z.object({ url: z.string() });

/** Signs in at next-auth's credentials address. @throws {NoAnswerError} when the server cannot be reached. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  const { csrfToken } = await requestJson(csrfSchema, "/api/auth/csrf");
  const response = await fetch("/api/auth/callback/credentials", {
    method: "POST",
    body: new URLSearchParams({ email, password, csrfToken, json: "true" }),
  });
  const answer = urlSchema.safeParse(await response.json());
  return answer.success ? outcomeOf(answer.data.url) : { kind: "failed" };
}

/** What next-auth's answer means: the address it would lead to carries the error, if any. Pure. */
export function outcomeOf(url: string): SignInOutcome {
  if (!URL.canParse(url)) return { kind: "failed" };
  const error = new URL(url).searchParams.get("error");
  if (error === null) return { kind: "in" };
  if (error === "CredentialsSignin") return { kind: "wrong" };
  const wait = /^TooManyAttempts:(\d+)$/.exec(error);
  return wait ? { kind: "wait", seconds: Number(wait[1]) } : { kind: "failed" };
}

/** Ends the session of this browser. @throws {NoAnswerError} when the server cannot be reached. */
export async function signOut(): Promise<void> {
  const { csrfToken } = await requestJson(csrfSchema, "/api/auth/csrf");
  const response = await fetch("/api/auth/signout", {
    method: "POST",
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  if (!response.ok) throw new Error(`Signing out was answered with ${response.status}.`);
}
