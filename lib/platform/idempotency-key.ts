import { Problem } from "./problem";

/**
 * The `Idempotency-Key` of a request, or null. Pure.
 * @throws {Problem} `invalid_fields` when it is not 1 to 255 printable ASCII characters.
 */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key === null) return null;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = "1 to 255 printable ASCII characters without spaces.";
  throw new Problem("invalid_fields", `Idempotency-Key: ${message}`, {
    errors: [{ path: "Idempotency-Key", code: "custom", message }],
  });
}
