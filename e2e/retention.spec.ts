import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { seriousFindings } from "./support/axe";
import { dataDirOf } from "./support/installation";
import { expect, test, uniqueText } from "./support/test";

/** The database of the installation under test. */
async function onDatabase(sql: string, values: unknown[]): Promise<void> {
  const kept = (name: string) => readFileSync(join(dataDirOf(), name), "utf8").trim();
  const client = new pg.Client({
    ...{ host: "127.0.0.1", user: "tidings", database: "tidings" },
    ...{ port: Number(kept("postgres-port")), password: kept("postgres-password") },
  });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

interface Batch {
  finishedAt: string | null;
  progress: Record<string, number>;
}

test("a batch whose messages are gone says so, with the counts of its end", async ({ page, request }) => {
  const apps = (await (await request.get("/api/apps")).json()) as { data: { id: string }[] };
  const recipients = ["+306920000001", "+306920000002"].map((to) => ({ to }));
  const data = { appId: apps.data[0]?.id, from: "Tidings", body: uniqueText("Long ago"), recipients };
  const { id } = (await (await request.post("/api/batches", { data })).json()) as { id: string };
  const read = async () => (await (await request.get(`/api/batches/${id}`)).json()) as Batch;
  await expect.poll(async () => (await read()).finishedAt).not.toBeNull();

  // As when its month is dropped.
  for (const table of ["messages", "message_states"])
    await onDatabase(`DELETE FROM ${table} WHERE batch_id = $1`, [id]);
  await onDatabase("UPDATE batches SET messages_gone_at = now() WHERE id = $1", [id]);
  expect((await read()).progress).toEqual({ Delivered: 2 });
  await page.goto(`/batches/${id}`);
  await expect(page.getByText("2 of 2 recipients have a final status.")).toBeVisible();
  await expect(page.getByText(/^Messages of this batch were removed on .*older than what is kept/)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("link", { name: "Show its messages" }).click();
  await expect(page).toHaveURL(/batchId=/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("a message that is gone", () => {
  test.use({ expectedErrors: [/404/] });
  test("is told in words", async ({ page, request }) => {
    const gone = "/messages/01887f3c-4c00-7abc-8abc-0123456789ab";
    await page.goto(gone);
    await expect(page.getByRole("heading", { name: "There is no such message" })).toBeVisible();
    await expect(page.getByText("older than what is kept")).toBeVisible();
    const answer = await request.get(`/api${gone}`);
    expect([answer.status(), ((await answer.json()) as { detail: string }).detail]).toEqual([
      404,
      "There is no message with this id, or it is older than what is kept.",
    ]);
  });
});
