import { beforeEach, describe, expect, test } from "vitest";
import { acceptMessage } from "@/lib/messages/accept-message";
import { pool, prisma } from "@/lib/platform/database";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { type App, updateAppSchema } from "./contract";
import { createApp } from "./create-app";
import { providerAccess } from "./credentials";
import { listApps } from "./list-apps";
import { readAccount } from "./read-account";
import { readApp } from "./read-app";
import { updateApp } from "./update-app";
import { verifyApp, verifyTyped } from "./verify-credentials";

const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}`, ROUTEE_TIMEOUT_MS: "500" });

let app: App;
beforeEach(async () => {
  app = await createApp(prisma(), {
    name: "Shop",
    environment: "sandbox",
    applicationId: "id-1",
    applicationSecret: "secret-1234",
  });
});

describe("updateApp", () => {
  test("changes what is given, keeps the rest, and takes away what is null", async () => {
    const quietHours = { from: "22:00", until: "07:30", zone: "Europe/Athens" };
    const changed = await updateApp(app, { name: "Store", defaultTtl: 60, quietHours, defaultSender: "Store" });
    expect(changed).toMatchObject({
      name: "Store",
      defaultTtl: 60,
      quietHours,
      defaultSender: "Store",
      applicationId: "id-1",
    });
    expect(await updateApp(changed, { quietHours: null, defaultSender: null })).toMatchObject({
      quietHours: null,
      defaultSender: null,
      defaultTtl: 60,
    });
    expect(await readApp(app.id)).toEqual(await updateApp(changed, { quietHours: null, defaultSender: null }));
  });

  test("replaces the secret, which is stored encrypted and never read back", async () => {
    const changed = await updateApp(app, { applicationSecret: "another-9876" });
    expect(changed.applicationSecret).toEqual({ set: true, last4: "9876" });
    expect((await providerAccess(app.id))?.credentials.applicationSecret).toBe("another-9876");
    const stored = await pool().query<{ row: string }>("SELECT apps::text AS row FROM apps WHERE id = $1", [app.id]);
    expect(stored.rows[0]?.row).not.toContain("another");
  });

  test("refuses a callback address that may not be called", async () => {
    const change = { defaultCallback: { url: "http://169.254.169.254/latest", strategy: "OnChange" as const } };
    await expect(updateApp(app, change)).rejects.toMatchObject({
      errors: [{ path: "defaultCallback.url", code: "address_refused", message: expect.stringContaining("metadata") }],
    });
  });

  test("an archived app sends nothing and leaves the list, until it is used again", async () => {
    const archived = await updateApp(app, { archived: true });
    expect(archived.archivedAt).not.toBeNull();
    expect((await listApps()).map(({ id }) => id)).not.toContain(app.id);
    expect((await listApps({ archived: true })).map(({ id }) => id)).toContain(app.id);
    const message = { appId: app.id, to: "+306900000001", body: "Hi", from: "Me" };
    await expect(acceptMessage({ message, sender: { accountId: app.id }, idempotencyKey: null })).rejects.toMatchObject(
      {
        errors: [{ path: "appId", code: "archived" }],
      },
    );
    expect((await updateApp(archived, { archived: false })).archivedAt).toBeNull();
  });

  test.each([
    [{ quietHours: { from: "25:00", until: "07:00", zone: "Europe/Athens" } }, "quietHours.from"],
    [{ quietHours: { from: "22:00", until: "22:00", zone: "Europe/Athens" } }, "quietHours.until"],
    [{ quietHours: { from: "22:00", until: "07:00", zone: "Mars/Olympus" } }, "quietHours.zone"],
    [{ defaultTtl: 0 }, "defaultTtl"],
    [{ name: " " }, "name"],
    [{ environment: "live" }, ""],
  ])("%j is refused, naming the field", (change, path) => {
    const parsed = updateAppSchema.safeParse(change);
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});

describe("readAccount", () => {
  test("tells the token's state and the balance, or why not", async () => {
    const routee = await startStubbornRoutee(PORT);
    try {
      expect(await readAccount(app.id)).toMatchObject({ token: "good", balance: null, problem: expect.any(String) });
      routee.on.token = (_request, response) =>
        response.writeHead(401, { "content-type": "application/json" }).end('{"error":"Unauthorized"}');
      const other = await createApp(prisma(), { name: "Other", environment: "sandbox" });
      expect(await readAccount(other.id)).toMatchObject({ token: "refused", balance: null });
    } finally {
      await routee.close();
    }
    expect(await readAccount("00000000-0000-7000-8000-000000000000")).toBeNull();
  });
});

describe("verifying credentials", () => {
  test("says whether Routee gives a token for them, and what is wrong", async () => {
    const routee = await startStubbornRoutee(PORT);
    const typed = { environment: "sandbox" as const, applicationId: "id-1", applicationSecret: "secret-1234" };
    try {
      expect(await verifyTyped(typed)).toMatchObject({ ok: true });
      expect(await verifyApp(app.id)).toMatchObject({ ok: true });
      routee.on.token = (_request, response) =>
        response
          .writeHead(401, { "content-type": "application/json" })
          .end('{"error":"Unauthorized","message":"Bad credentials"}');
      for (const verified of [await verifyTyped(typed), await verifyApp(app.id)])
        expect(verified).toMatchObject({
          ok: false,
          problem: expect.stringContaining("does not accept this application ID"),
        });
    } finally {
      await routee.close();
    }
    expect(await verifyTyped(typed)).toMatchObject({
      ok: false,
      problem: expect.stringContaining("network and clock"),
    });
    expect(await verifyApp("00000000-0000-7000-8000-000000000000")).toBeNull();
  });
});
