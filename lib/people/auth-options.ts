import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { authenticate } from "./authenticate";
import { secureCookies, sessionSecrets } from "./session-token";

const WEEK_SECONDS = 7 * 24 * 3600;

const credentialsSchema = z.object({ email: z.string().max(254), password: z.string().max(200) });

/** How next-auth is told that somebody has to wait: an error's name, and after a colon the seconds. */
const TOO_MANY_ATTEMPTS = "TooManyAttempts";

/** The seconds to wait that stand in an address to which next-auth leads, or null. Pure. */
export function secondsToWait(address: string | null): number | null {
  if (!address || !URL.canParse(address)) return null;
  const [name, seconds] = (new URL(address).searchParams.get("error") ?? "").split(":");
  return name === TOO_MANY_ATTEMPTS && seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Number(seconds) : null;
}

/** next-auth's set-up: e-mail and password, the session in an encrypted cookie that lasts a week of use. */
export function authOptions(): NextAuthOptions {
  const [secret] = sessionSecrets();
  return {
    secret,
    useSecureCookies: secureCookies(),
    session: { strategy: "jwt", maxAge: WEEK_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input, request) {
          const credentials = credentialsSchema.safeParse(input);
          if (!credentials.success) return null;
          const header: unknown = request.headers?.[REMOTE_ADDRESS];
          const result = await authenticate({
            ...credentials.data,
            address: typeof header === "string" ? header : "unknown",
          });
          if (result.kind === "wait") throw new Error(`${TOO_MANY_ATTEMPTS}:${result.seconds}`);
          if (result.kind === "wrong") return null;
          return { id: result.person.id, email: result.person.email, sessionVersion: result.sessionVersion };
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user && "sessionVersion" in user) token.sessionVersion = user.sessionVersion;
        return token;
      },
    },
  };
}
