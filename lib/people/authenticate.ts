import { prisma } from "@/lib/platform/database";
import { metrics } from "@/lib/platform/metrics";
import { createSlowDown } from "@/lib/platform/slow-down";
import type { Person } from "./contract";
import { verifyPassword } from "./password";
import { TURN_AFTER_SECONDS, withPasswordTurn } from "./password-turns";
import { forgiveAttempt, reserveAttempt } from "./throttle";

export type Authentication =
  | { kind: "welcome"; person: Person; sessionVersion: number }
  | { kind: "wrong" }
  | { kind: "wait"; seconds: number };

/** So many attempts a minute an address may make, right or wrong; several people may share it. */
const ATTEMPTS_PER_MINUTE = 60;

const attempts = createSlowDown(ATTEMPTS_PER_MINUTE);

interface Credentials {
  email: string;
  password: string;
  address: string;
}

/**
 * Checks an e-mail address and password, slowed down per account and per network address, and a few at once: a flood is
 * told to wait before it costs anything. Which of the two was wrong is not told.
 */
export async function authenticate(credentials: Credentials): Promise<Authentication> {
  const seconds = attempts.note(credentials.address);
  const checked = seconds > 0 ? null : await withPasswordTurn(() => check(credentials));
  if (checked) return checked.value;
  metrics().slowedDown.inc({ reason: "sign_in" });
  return { kind: "wait", seconds: Math.max(seconds, TURN_AFTER_SECONDS) };
}

async function check(credentials: Credentials): Promise<Authentication> {
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
