import { afterEach, expect, test, vi } from "vitest";
import { onTestDatabase } from "@/scripts/testing/on-test-database";

onTestDatabase();

const [OLD, NEW] = [Buffer.alloc(32, 5).toString("base64"), Buffer.alloc(32, 6).toString("base64")];

/** The modules as a process with these keys has them. */
async function withKeys(current: string, previous: string) {
  vi.resetModules();
  vi.stubEnv("SECRET_KEY", current);
  vi.stubEnv("SECRET_KEY_PREVIOUS", previous);
  const [{ createApp }, { providerAccess }, { reencryptSecrets }, { doOnce }, { prisma, closeDatabase }] =
    await Promise.all([
      import("./create-app"),
      import("./credentials"),
      import("./reencrypt-secrets"),
      import("@/lib/platform/idempotency"),
      import("@/lib/platform/database"),
    ]);
  return { createApp, providerAccess, reencryptSecrets, doOnce, prisma, closeDatabase };
}
afterEach(() => vi.resetModules());

test("every secret is encrypted anew, and the old key is then not needed any more", async () => {
  const before = await withKeys(OLD, "");
  const app = await before.createApp(before.prisma(), {
    name: "Shop",
    environment: "sandbox",
    applicationId: "id",
    applicationSecret: "secret-1234",
  });
  await before.closeDatabase();

  const both = await withKeys(NEW, OLD);
  expect((await both.providerAccess(app.id))?.credentials.applicationSecret).toBe("secret-1234");
  expect(await both.reencryptSecrets()).toBe(2);
  expect(await both.reencryptSecrets()).toBe(0);
  await both.closeDatabase();

  const after = await withKeys(NEW, "");
  expect((await after.providerAccess(app.id))?.credentials.applicationSecret).toBe("secret-1234");
  await after.closeDatabase();

  const lost = await withKeys(OLD, "");
  await expect(lost.providerAccess(app.id)).rejects.toThrow("neither SECRET_KEY nor in SECRET_KEY_PREVIOUS");
  await lost.closeDatabase();
});

test("an answer that is kept for repetitions is given again after a change of keys", async () => {
  const request = { scope: "account:1", key: "k", fingerprint: "f" };
  const answer = { status: 201, body: '{"secret":"shown once"}' };
  const before = await withKeys(OLD, "");
  await before.doOnce(request, async () => answer);
  await before.closeDatabase();
  const both = await withKeys(NEW, OLD);
  expect(await both.reencryptSecrets()).toBe(1);
  await both.closeDatabase();
  const after = await withKeys(NEW, "");
  const again = await after.doOnce(request, async () => ({ status: 500, body: "not again" }));
  expect(again).toEqual(answer);
  await after.closeDatabase();
});
