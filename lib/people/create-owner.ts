import { newId } from "@/lib/platform/ids";
import type { Prisma } from "@/lib/platform/prisma/client";
import { Problem } from "@/lib/platform/problem";
import type { Person, Setup } from "./contract";
import { hashPassword } from "./password";

/**
 * Creates the first account, inside the caller's transaction. Only one can win, also between several machines.
 * @throws {Problem} `setup_done` when there is an account already.
 */
export async function createOwner(tx: Prisma.TransactionClient, { email, password }: Setup): Promise<Person> {
  const passwordHash = await hashPassword(password);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('tidings:owner', 0))`;
  if (await tx.account.findFirst({ select: { id: true } }))
    throw new Problem("setup_done", "There is an account already. Sign in with it.");
  const account = await tx.account.create({ data: { id: newId(), email, passwordHash } });
  return { id: account.id, email: account.email, role: "owner" };
}
