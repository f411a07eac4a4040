import { messageOfToken } from "@/lib/messages/receipt-token";
import { metrics } from "@/lib/platform/metrics";
import { createSlowDown } from "@/lib/platform/slow-down";

/** So many made-up tokens a minute an address may try; Routee itself knows only real ones. */
export const GUESSES_PER_MINUTE = 60;

const guesses = createSlowDown(GUESSES_PER_MINUTE);

/**
 * Counts a token that belongs to no message. One that we made, of a message that is gone since, is no guess.
 * @returns 0 while it is answered as unknown, else the seconds after which the address may guess on
 */
export function noteGuess(token: string, address: string | null): number {
  if (messageOfToken(token) !== null) return 0;
  const seconds = guesses.note(address ?? "unknown");
  if (seconds > 0) metrics().slowedDown.inc({ reason: "unknown_token" });
  return seconds;
}

/** How many guessing addresses are remembered. */
export const rememberedGuessers = (): number => guesses.remembered();
