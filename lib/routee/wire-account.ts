import { z } from "zod";
import { money, text } from "./wire-values";

/** Balance and prices as Routee writes them (accounts and system resources). Money becomes decimal text. */

const currencySchema = z.looseObject({
  code: z.string().min(1),
  name: z.string().optional().catch(undefined),
  sign: z.string().optional().catch(undefined),
});

/** The answer of `GET /accounts/me/balance`. */
export const balanceSchema = z.looseObject({
  balance: money,
  currency: currencySchema.nullish().catch(null),
});

export interface Balance {
  /** Decimal text. */
  balance: string;
  currency: { code: string; name: string | null; sign: string | null } | null;
  raw: unknown;
}

/** The part of `GET /system/prices` about SMS. Codes may be numbers or text. */
export const pricesSchema = z.looseObject({
  sms: z.array(
    z.looseObject({
      mcc: z.union([z.string(), z.number().transform(String)]),
      country: text,
      iso: text,
      networks: z
        .array(z.looseObject({ network: text, mnc: text, price: money }))
        .nullish()
        .transform((networks) => networks ?? []),
    }),
  ),
  currency: currencySchema.nullish().catch(null),
});

export interface Prices {
  countries: {
    mcc: string;
    country: string | null;
    iso: string | null;
    /** Price of one segment, decimal text. */
    networks: { network: string | null; mnc: string | null; price: string }[];
  }[];
  currency: string | null;
  raw: unknown;
}
