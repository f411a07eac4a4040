import { z } from "zod";

/** Balance and prices as Routee writes them (accounts and system resources). Money becomes decimal text. */

/** A JSON number or numeric text as a plain decimal, never `6e-7`. */
export const decimal = z.union([z.number(), z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/)]).transform((value) => {
  const written = String(value);
  return /e/i.test(written)
    ? Number(value)
        .toFixed(12)
        .replace(/\.?0+$/, "")
    : written;
});

const currencySchema = z.looseObject({
  code: z.string().min(1),
  name: z.string().optional().catch(undefined),
  sign: z.string().optional().catch(undefined),
});

/** The answer of `GET /accounts/me/balance`. */
export const balanceSchema = z.looseObject({
  balance: decimal,
  currency: currencySchema.nullish().catch(null),
});

export interface Balance {
  /** Decimal text. */
  balance: string;
  currency: { code: string; name: string | null; sign: string | null } | null;
  raw: unknown;
}

/** The part of `GET /system/prices` about SMS. Codes may be numbers or text. */
const codeText = z.union([z.string(), z.number().transform(String)]);
export const pricesSchema = z.looseObject({
  sms: z.array(
    z.looseObject({
      mcc: codeText,
      country: z.string().nullish().catch(null),
      iso: z.string().nullish().catch(null),
      networks: z.array(
        z.looseObject({
          network: z.string().nullish().catch(null),
          mnc: codeText.nullish().catch(null),
          price: decimal,
        }),
      ),
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
