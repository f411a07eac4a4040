import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { createKeySchema, SCOPES } from "./contract";
import { createKey } from "./create-key";
import { identify, noteLimited } from "./identify";
import { issueToken } from "./issue-token";
import { listKeys } from "./key-view";
import { revokeKey } from "./revoke-key";
import { sweepKeys } from "./store";

onTestDatabase();

let app: { id: string; environment: "sandbox" | "live" };
beforeAll(async () => {
  app = await createApp(prisma(), { name: "Keys", environment: "sandbox" });
});

const given = (fields: object = {}) => createKey(app, createKeySchema.parse(fields), null);
const tokenOf = async (key: { id: string; secret: string }, scopes: string[] | null = null) => {
  const issued = await issueToken(key, scopes);
  if (issued === null || issued === "invalid_scope") throw new Error(`No token: ${issued}`);
  return issued;
};
const inThePast = (table: string, column: string, id: string) =>
  pool().query(`UPDATE ${table} SET ${column} = now() - interval '1 second' WHERE id = $1`, [id]);

describe("an API key", () => {
  test("speaks for its app in its scopes, and its secret is nowhere in the database", async () => {
    const key = await given({ name: "Shop", scopes: ["messages:send"] });
    expect(key).toMatchObject({ name: "Shop", scopes: ["messages:send"], secretPrefix: "tk_sandbox_" });
    expect(await identify(key.secret)).toMatchObject({ keyId: key.id, appId: app.id, scopes: ["messages:send"] });
    const stored = await pool().query<{ row: string }>("SELECT k::text AS row FROM api_keys k");
    for (const { row } of stored.rows) expect(row).not.toContain(key.secret);
    expect(await identify(`${key.secret.slice(0, -1)}x`)).toBeNull();
  });

  test("revoked, it and its tokens are refused at once", async () => {
    const key = await given();
    const { token } = await tokenOf(key);
    expect(await identify(token)).toMatchObject({ keyId: key.id });
    expect(await revokeKey(app.id, key.id)).toBe(true);
    expect(await identify(key.secret)).toBeNull();
    expect(await identify(token)).toBeNull();
    expect(await issueToken(key, null)).toBeNull();
    expect((await listKeys(app)).find(({ id }) => id === key.id)?.revokedAt).not.toBeNull();
    expect(await revokeKey(app.id, "nonsense")).toBe(false);
  });

  test("ends with its expiry, and so does every token of it", async () => {
    const key = await given({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const { token, expiresIn } = await tokenOf(key);
    expect(expiresIn).toBeLessThanOrEqual(60);
    await inThePast("api_keys", "expires_at", key.id);
    expect(await identify(key.secret)).toBeNull();
    expect(await identify(token)).toBeNull();
    expect(await issueToken(key, null)).toBeNull();
  });

  test("ends with its app", async () => {
    const other = await createApp(prisma(), { name: "Gone", environment: "sandbox" });
    const key = await createKey(other, createKeySchema.parse({}), null);
    await prisma().app.update({ where: { id: other.id }, data: { deletingAt: new Date() } });
    expect(await identify(key.secret)).toBeNull();
  });

  test("counts its requests, one by one, also those that come together", async () => {
    const key = await given({ requestsPerMinute: 10 });
    const together = await Promise.all(Array.from({ length: 12 }, () => identify(key.secret)));
    const remaining = together.map((program) => program?.rate.remaining).sort((a, b) => (b ?? 0) - (a ?? 0));
    // A minute may have begun between two looks.
    expect(remaining[0]).toBe(9);
    expect(new Set(remaining).size).toBeGreaterThanOrEqual(6);
    const [first] = together;
    if (first) noteLimited(first);
    await expect
      .poll(async () => (await listKeys(app)).find(({ id }) => id === key.id)?.usage)
      .toEqual({
        day: 12,
        month: 12,
        limited: 1,
      });
  });
});

describe("a token", () => {
  test("is the same while it lives, with what is left of its hour", async () => {
    const key = await given();
    const [one, two] = [await tokenOf(key), await tokenOf(key)];
    expect(one.token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(two.token).toBe(one.token);
    expect(one.expiresIn).toBeGreaterThan(3_590);
    expect(one.expiresIn).toBeLessThan(3_600);
    expect(two.expiresIn).toBeLessThanOrEqual(one.expiresIn);
    await pool().query("UPDATE access_tokens SET expires_at = now() - interval '1 second' WHERE key_id = $1", [key.id]);
    expect(await identify(one.token)).toBeNull();
    expect((await tokenOf(key)).token).not.toBe(one.token);
    expect(await sweepKeys(pool())).toBe(1);
  });

  test("asked for at the same time there is one", async () => {
    const key = await given();
    const tokens = await Promise.all([1, 2, 3, 4].map(() => tokenOf(key)));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
  });

  test("has the scopes that were asked for, of those that its key has", async () => {
    const key = await given({ scopes: [...SCOPES] });
    const { token } = await tokenOf(key, ["messages:read"]);
    expect(await identify(token)).toMatchObject({ scopes: ["messages:read"] });
    const reader = await given({ scopes: ["messages:read"] });
    expect(await issueToken(reader, ["messages:send"])).toBe("invalid_scope");
  });

  test.each([
    ["another key's id", async () => ({ id: (await given()).id, secret: (await given()).secret })],
    ["no id at all", async () => ({ id: "x", secret: (await given()).secret })],
    ["a wrong secret", async () => ({ id: (await given()).id, secret: "tk_sandbox_wrong" })],
  ])("is not given for %s", async (_, credentials) => {
    expect(await issueToken(await credentials(), null)).toBeNull();
  });
});
