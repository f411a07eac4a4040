import { beforeAll, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { readApp } from "@/lib/apps/read-app";
import { pool, prisma } from "@/lib/platform/database";
import { onTestDatabase, waitingJobs } from "@/scripts/testing/on-test-database";
import { appContent, deleteApp } from "./delete-app";
import { deleteAppMessages } from "./delete-app-messages";
import { givenMessage, givenOwner } from "./testing/given";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const given = async (name: string) => {
  const app = await createApp(prisma(), { name, environment: "sandbox", defaultSender: "Tidings" });
  return { app, send: () => givenMessage({ ...owner, appId: app.id }) };
};

test("an app without messages goes without a question", async () => {
  const { app } = await given("Empty");
  await deleteApp(app, undefined);
  expect(await readApp(app.id)).toBeNull();
  expect((await listApps()).map(({ id }) => id)).not.toContain(app.id);
});

test("one with messages needs its name, is gone at once, and takes along only what is its own", async () => {
  const { app, send } = await given("Shop");
  for (let i = 0; i < 3; i += 1) await send();
  const kept = await givenMessage(owner);
  expect(await appContent(app.id)).toEqual({ messages: 3, open: 3, callbacks: 0 });
  for (const name of [undefined, "", "shop"])
    await expect(deleteApp(app, name)).rejects.toMatchObject({ code: "conflict", errors: [{ path: "name" }] });
  await deleteApp(app, " Shop ");
  expect(await readApp(app.id)).toBeNull();
  expect(await waitingJobs()).toContainEqual({
    name: "delete-app",
    payload: { appId: app.id },
    key: `delete-app:${app.id}`,
  });
  await deleteAppMessages(app.id);
  const left = await pool().query(
    "SELECT app_id FROM messages UNION ALL SELECT app_id FROM message_events UNION ALL SELECT id FROM apps WHERE id = $1",
    [app.id],
  );
  expect(left.rows).not.toContainEqual({ app_id: app.id });
  expect(await appContent(owner.appId)).toMatchObject({ messages: 1 });
  expect(kept.appId).toBe(owner.appId);
});

test("messages of an app that is not being deleted are never touched", async () => {
  const { app, send } = await given("Alive");
  await send();
  await deleteAppMessages(app.id);
  expect(await appContent(app.id)).toMatchObject({ messages: 1 });
});
