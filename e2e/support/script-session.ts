/** Signing in as a script does, without a browser. */

/** @returns the session's cookies, or the error's code and how long to wait as the sign-in page gets them. */
export async function signInByScript(
  url: string,
  person: { email: string; password: string },
): Promise<{ cookie: string } | { error: string }> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(csrf) },
    body: new URLSearchParams({ csrfToken, ...person, json: "true" }),
    redirect: "manual",
  });
  if (answer.ok) return { cookie: `${cookiesOf(csrf)}; ${cookiesOf(answer)}` };
  const { url: page } = (await answer.json()) as { url: string };
  return { error: new URL(page).searchParams.get("error") ?? "" };
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
