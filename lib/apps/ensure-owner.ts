import { setupNeeded } from "@/lib/people/setup-needed";
import { config } from "@/lib/platform/config";
import { Problem } from "@/lib/platform/problem";
import { setUp } from "./set-up";

/**
 * Makes the first account from OWNER_EMAIL and OWNER_PASSWORD, where they are set and nobody is there yet.
 * Another process that does the same at the same moment is no fault.
 */
export async function ensureOwner(): Promise<void> {
  const { owner } = config();
  if (!owner || !(await setupNeeded())) return;
  try {
    await setUp(owner);
  } catch (error) {
    if (!(error instanceof Problem && error.code === "setup_done")) throw error;
  }
}
