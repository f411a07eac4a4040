import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isKeySecret, leaksKey, newKeySecret } from "./secret";

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const environment = fc.constantFrom("sandbox" as const, "live" as const);

describe("an API key's secret", () => {
  test("tells its environment and is known by its form, and with one character changed it is not", () => {
    fc.assert(
      fc.property(environment, bytes, fc.nat(54), (where, random, at) => {
        const secret = newKeySecret(where, random);
        expect(secret.startsWith(`tk_${where}_`)).toBe(true);
        expect(isKeySecret(secret)).toBe(true);
        const index = secret.length - 1 - (at % 49);
        const changed = secret.slice(0, index) + (secret[index] === "a" ? "b" : "a") + secret.slice(index + 1);
        expect(isKeySecret(changed)).toBe(false);
      }),
    );
  });

  test("is never made twice", () => expect(newKeySecret("live")).not.toBe(newKeySecret("live")));

  test.each(["", "tk_live_", "tk_test_0123", `tk_live_${"a".repeat(49)}`])("%j is none", (text) => {
    expect(isKeySecret(text)).toBe(false);
  });
});

describe("an address that leaks a key", () => {
  const secret = newKeySecret("live", Buffer.alloc(32, 7));
  test.each([
    `/api/messages?api_key=${secret}`,
    `/api/messages/${secret}`,
    `/api/messages?k=${encodeURIComponent(secret)}`,
    `/api/messages?k=${secret.replaceAll("_", "%5F")}`,
    `/api/messages?k=${secret.slice(0, 40)}`,
  ])("%s", (address) => expect(leaksKey(address)).toBe(true));

  test.each(["/api/messages", "/api/messages?q=tk_live_", "/api/messages?q=%zz"])("%s is none", (address) => {
    expect(leaksKey(address)).toBe(false);
  });
});
