import { z } from "zod";

const YEAR_10000 = Date.UTC(10_000, 0, 1);

/**
 * A time to filter by: ISO 8601 with its zone, from 1970 to 9999. PostgreSQL knows no year 0 and no zone of 16 hours
 * and more, which the form alone allows; and nothing here is older than 1970.
 */
export const filterTimeSchema = z.iso
  .datetime({ offset: true, message: "A time like 2026-03-02T09:00:00Z." })
  .refine((value) => Date.parse(value) >= 0 && Date.parse(value) < YEAR_10000, {
    message: "A time from 1970 to 9999.",
  })
  .refine((value) => !/[+-](1[6-9]|2\d):\d\d$/.test(value), { message: "No zone is so far from UTC." });
