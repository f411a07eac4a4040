import { decode } from "next-auth/jwt";
import { z } from "zod";
import { config } from "@/lib/platform/config";
import { keysFor } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/database";
import type { Person } from "./contract";

/** What next-auth's encrypted cookie carries of ours. */
const tokenSchema = z.looseObject({ sub: z.uuid(), sessionVersion: z.number() });

/** The secrets that sign sessions, the current one first. */
export function sessionSecrets(): [string, ...string[]] {
  const [first = "", ...rest] = keysFor("sessions").map((key) => key.toString("hex"));
  return [first, ...rest];
}

/** Whether cookies carry `Secure` and its name prefix: where browsers reach us over https. */
export function secureCookies(): boolean {
  return config().publicUrl.protocol === "https:";
}

/** The name of the session's cookie (next-auth's own). */
export function sessionCookie(): string {
  return `${secureCookies() ? "__Secure-" : ""}next-auth.session-token`;
}

/**
 * Who a session cookie belongs to, or null when it is absent, expired, forged, or was ended by a newer session
 * version of the account.
 */
export async function personOfToken(token: string | undefined): Promise<Person | null> {
  if (!token) return null;
  for (const secret of sessionSecrets()) {
    const claims = tokenSchema.safeParse(await decode({ token, secret }).catch(forged));
    if (!claims.success) continue;
    const account = await prisma().account.findUnique({ where: { id: claims.data.sub } });
    if (account?.sessionVersion !== claims.data.sessionVersion) return null;
    return { id: account.id, email: account.email, role: "owner" };
  }
  return null;
}

/** A cookie that our key does not open is no session; that it fails is the expected outcome, not a fault. */
function forged(): null {
  return null;
}

/** Who a plain request comes from, by its cookie. */
export function personOfRequest(request: Request): Promise<Person | null> {
  const name = sessionCookie();
  const pair = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return personOfToken(pair && unescaped(pair.slice(name.length + 1)));
}

/** A cookie's value; one whose escapes mean nothing is no session. */
function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
