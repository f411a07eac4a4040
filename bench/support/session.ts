import { OWNER } from "./stack";

/** Signs in as the stack's owner, as a script does. @returns the session's cookie header */
export async function signIn(url: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = cookiesOf(csrf);
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookies },
    body: new URLSearchParams({ csrfToken, ...OWNER }),
    redirect: "manual",
  });
  const session = cookiesOf(signedIn);
  if (!session.includes("session-token")) throw new Error(`Signing in was answered ${signedIn.status}.`);
  return `${cookies}; ${session}`;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
