import { prisma } from "@/lib/platform/database";
import type { Person } from "./contract";
import { verifyPassword } from "./password";
import { forgiveAttempt, reserveAttempt } from "./throttle";

export type Authentication =
  | { kind: "welcome"; person: Person; sessionVersion: number }
  | { kind: "wrong" }
  | { kind: "wait"; seconds: number };

/**
 * Checks an e-mail address and password, slowed down per account and per network address.
 * Which of the two was wrong is not told.
 */
export async function authenticate(credentials: {
  email: string;
  password: string;
  address: string;
}): Promise<Authentication> {
  const email = credentials.email.trim().toLowerCase();
  const attempt = { email, address: credentials.address };
  const seconds = await reserveAttempt(attempt);
  if (seconds > 0) return { kind: "wait", seconds };
  const account = await prisma().account.findUnique({ where: { email } });
  const right = await verifyPassword(credentials.password, account?.passwordHash ?? null);
  if (!account || !right) return { kind: "wrong" };
  await forgiveAttempt(attempt);
  return {
    kind: "welcome",
    person: { id: account.id, email: account.email, role: "owner" },
    sessionVersion: account.sessionVersion,
  };
}
