import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Application, hashSecret, withBalance } from "../applications";
import { ok, type Reply } from "../exchange";
import type { Ledger } from "../ledger";
import type { TokenDesk } from "../tokens";
import { given } from "./given";

const YEARS_20 = 631_139_040;
const euros = z.number().min(0).max(1_000_000_000);

const changeSchema = z.strictObject({
  id: z.string().min(1).max(200),
  /** Null takes any secret again. */
  secret: z.string().min(1).max(200).nullable().optional(),
  revoked: z.boolean().optional(),
  smsRight: z.boolean().optional(),
  balance: euros.optional(),
  tokenLifetimeSeconds: z.int().min(1).max(YEARS_20).optional(),
  enforceTranscode: z.boolean().optional(),
  defaultSender: z.string().min(1).max(16).nullable().optional(),
});

const balanceSchema = z
  .strictObject({ applicationId: z.string().min(1), balance: euros.optional(), topUp: euros.optional() })
  .refine(({ balance, topUp }) => (balance === undefined) !== (topUp === undefined), {
    error: "either balance or topUp, in euros",
  });

/** What can be seen of an application: all but its secret. */
export function applicationView({ secretHash, topUps: _, ...application }: Application) {
  return { ...application, secret: secretHash === null ? "any" : "set" };
}

/** Defines or changes an application: what is not named stays. Its live tokens end when it is revoked. */
export function changeApplication(ledger: Ledger, desk: TokenDesk, json: unknown): Reply {
  return given(changeSchema, json, ({ id, secret, balance, ...more }) => {
    const known = ledger.application(id);
    const paid = balance === undefined ? known : withBalance(known, balance, Date.now(), randomUUID());
    const secretHash = secret === undefined ? known.secretHash : secret && hashSecret(secret);
    const named = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
    ledger.setApplication({ ...paid, ...named, secretHash });
    if (more.revoked) desk.expire(id);
    return ok(applicationView(ledger.application(id)));
  });
}

/** Sets a balance, or adds to it. */
export function changeBalance(ledger: Ledger, json: unknown): Reply {
  return given(balanceSchema, json, ({ applicationId, balance, topUp = 0 }) => {
    const known = ledger.application(applicationId);
    const next = balance ?? known.balance + topUp;
    ledger.setApplication(withBalance(known, next, Date.now(), randomUUID()));
    return ok(applicationView(ledger.application(applicationId)));
  });
}
