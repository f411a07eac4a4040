import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const first = Buffer.alloc(32, 1).toString("base64");
const second = Buffer.alloc(32, 2).toString("base64");

/** The room reads its keys once; each test gets it anew under other settings. */
async function withKeys(current: string, previous = "") {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgresql://u:p@localhost/none");
  vi.stubEnv("SECRET_KEY", current);
  vi.stubEnv("SECRET_KEY_PREVIOUS", previous);
  return { ...(await import("@/lib/platform/crypto")), ...(await import("./receipt-token")) };
}

beforeEach(() => vi.unstubAllEnvs());
afterEach(() => vi.unstubAllEnvs());

describe("stored secrets", () => {
  test("come back as they were, and never look the same twice", async () => {
    const { encryptSecret, decryptSecret } = await withKeys(first);
    const [a, b] = [encryptSecret("s3cret", "app-1"), encryptSecret("s3cret", "app-1")];
    expect(a).not.toBe(b);
    expect(a).not.toContain("s3cret");
    expect(decryptSecret(a, "app-1")).toBe("s3cret");
  });

  test("do not open for another owner, or when changed", async () => {
    const { encryptSecret, decryptSecret } = await withKeys(first);
    const stored = encryptSecret("s3cret", "app-1");
    expect(() => decryptSecret(stored, "app-2")).toThrow();
    const changed = stored.slice(0, -4) + (stored.endsWith("AAAA") ? "BBBB" : "AAAA");
    expect(() => decryptSecret(changed, "app-1")).toThrow();
    expect(() => decryptSecret("nonsense", "app-1")).toThrow(/form/);
  });

  test("open with an older key, and say which key is missing otherwise", async () => {
    const stored = (await withKeys(first)).encryptSecret("s3cret", "app-1");
    expect((await withKeys(second, first)).decryptSecret(stored, "app-1")).toBe("s3cret");
    const { decryptSecret } = await withKeys(second);
    expect(() => decryptSecret(stored, "app-1")).toThrow(/SECRET_KEY_PREVIOUS/);
  });
});

describe("receipt tokens", () => {
  const id = "019a0000-1234-7abc-8def-0123456789ab";

  test("lead back to their message and fit in an address", async () => {
    const { receiptToken, messageOfToken } = await withKeys(first);
    expect(receiptToken(id)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(messageOfToken(receiptToken(id))).toBe(id);
  });

  test("cannot be made up", async () => {
    const { receiptToken, messageOfToken } = await withKeys(first);
    const token = receiptToken(id);
    for (let i = 0; i < token.length - 1; i += 1) {
      const other = token[i] === "A" ? "B" : "A";
      expect(messageOfToken(token.slice(0, i) + other + token.slice(i + 1))).toBeNull();
    }
    expect(messageOfToken("")).toBeNull();
    expect(messageOfToken(`${token}A`)).toBeNull();
  });

  test("stay good after the key is replaced", async () => {
    const token = (await withKeys(first)).receiptToken(id);
    expect((await withKeys(second, first)).messageOfToken(token)).toBe(id);
    expect((await withKeys(second)).messageOfToken(token)).toBeNull();
  });
});
