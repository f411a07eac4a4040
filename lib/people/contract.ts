import { z } from "zod";

/** The shapes of accounts and sign-in as they cross HTTP. */

/** A new password: long enough to resist guessing, short enough that hashing it cannot be abused. */
export const passwordSchema = z
  .string({ message: "Choose a password." })
  .min(10, "At least 10 characters.")
  .max(200, "At most 200 characters.");

export const emailSchema = z
  .string({ message: "Enter an e-mail address." })
  .trim()
  .toLowerCase()
  .max(254, "At most 254 characters.")
  .pipe(z.email({ message: "An e-mail address like name@example.com." }));

/** What `POST /api/setup` takes, only while there is no account. */
export const setupSchema = z.strictObject({ email: emailSchema, password: passwordSchema });
export type Setup = z.infer<typeof setupSchema>;

export const personSchema = z.object({ id: z.string(), email: z.string(), role: z.enum(["owner"]) });
export type Person = z.infer<typeof personSchema>;
