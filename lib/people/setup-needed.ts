import { config } from "@/lib/platform/config";
import { prisma } from "@/lib/platform/database";

let done = false;

/** Whether there is no account yet. */
export async function setupNeeded(): Promise<boolean> {
  if (done) return false;
  done = (await prisma().account.findFirst({ select: { id: true } })) !== null;
  return !done;
}

/**
 * Whether whoever comes first may make the first account: while there is none, and settings name none, which is made
 * from them as soon as the database is there.
 */
export async function setupOpen(): Promise<boolean> {
  return (await setupNeeded()) && !config().owner;
}
