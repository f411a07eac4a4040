import { prisma } from "@/lib/platform/database";

let done = false;

/** Whether there is no account yet, so that the set-up page is open. Once there is one it stays closed. */
export async function setupNeeded(): Promise<boolean> {
  if (done) return false;
  done = (await prisma().account.findFirst({ select: { id: true } })) !== null;
  return !done;
}
