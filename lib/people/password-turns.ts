import { createGate } from "@/lib/platform/gate";

/**
 * Turns at hashing a password: each takes a core some 30 ms and 19 MiB, so that a flood of them would leave nothing for
 * messages. Two are worked on at once and a few wait; more are told to come again.
 */
const gate = createGate({ name: "password_hashes", atOnce: 2, waiting: 16 });

/** Seconds after which there is room again. */
export const TURN_AFTER_SECONDS = 2;

/** Does work that hashes a password. @returns null when too many wait already */
export function withPasswordTurn<T>(work: () => Promise<T>): Promise<{ value: T } | null> {
  return gate.pass(work);
}
