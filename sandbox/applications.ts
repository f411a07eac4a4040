import { createHash } from "node:crypto";
import { z } from "zod";

/** One top-up of a balance, in euros. */
const topUpSchema = z.object({
  id: z.string(),
  amount: z.number(),
  /** Epoch milliseconds. */
  at: z.number(),
  balanceBefore: z.number(),
  balanceAfter: z.number(),
});
export type TopUp = z.infer<typeof topUpSchema>;

export const applicationSchema = z.object({
  id: z.string(),
  /** Null takes any secret that does not start with `wrong`. */
  secretHash: z.string().nullable(),
  revoked: z.boolean(),
  smsRight: z.boolean(),
  /** Euros, to 8 decimals. */
  balance: z.number(),
  tokenLifetimeSeconds: z.number(),
  enforceTranscode: z.boolean(),
  defaultSender: z.string().nullable(),
  topUps: z.array(topUpSchema),
});
export type Application = z.infer<typeof applicationSchema>;

export const START_BALANCE = 10_000;
const HOUR_SECONDS = 3_600;

/** An application as it is before anything was said about it. Pure. */
export function newApplication(id: string, at: number, topUpId: string): Application {
  return {
    id,
    secretHash: null,
    revoked: false,
    smsRight: true,
    balance: START_BALANCE,
    tokenLifetimeSeconds: HOUR_SECONDS,
    enforceTranscode: false,
    defaultSender: null,
    topUps: [{ id: topUpId, amount: START_BALANCE, at, balanceBefore: 0, balanceAfter: START_BALANCE }],
  };
}

export const hashSecret = (secret: string) => createHash("sha256").update(secret).digest("hex");

/** Whether the secret is the application's. Pure. */
export function opensWith(application: Application, secret: string): boolean {
  if (application.revoked) return false;
  if (application.secretHash !== null) return hashSecret(secret) === application.secretHash;
  return !application.id.startsWith("unknown") && !secret.startsWith("wrong");
}

/** Euros without the dust of binary fractions. */
export const euros = (amount: number) => Number(amount.toFixed(8));

/** The application with another balance; more than before is a top-up. Pure. */
export function withBalance(application: Application, balance: number, at: number, topUpId: string): Application {
  const amount = euros(balance - application.balance);
  if (amount <= 0) return { ...application, balance: euros(balance) };
  const topUp = { id: topUpId, amount, at, balanceBefore: application.balance, balanceAfter: euros(balance) };
  return { ...application, balance: euros(balance), topUps: [...application.topUps, topUp] };
}
