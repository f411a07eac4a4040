import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

test("a message goes from Send to Delivered while one watches", async ({ page }) => {
  const text = uniqueText("Your table is ready");
  await compose(page, { to: "+306900000001", text });
  await send(page);

  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  for (const status of ["Accepted", "Queued", "Sent", "Delivered"])
    await expect(timeline(page).filter({ hasText: status }).first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("+30 690 000 0001");
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  expect(loads).toBe(0);

  await timeline(page)
    .filter({ hasText: "Delivered" })
    .getByRole("button", { name: /raw payload/i })
    .click();
  await expect(page.getByText(/"updatedDate"/).first()).toBeVisible();

  await page.goto("/messages");
  const row = page
    .getByRole("link")
    .filter({ hasText: text })
    .or(page.getByRole("row").filter({ hasText: text }))
    .first();
  await expect(row).toContainText("Delivered");
});

test("each way of failing is told in plain words, with Routee's own", async ({ page }) => {
  await compose(page, { to: "+306900000011", text: uniqueText("Nobody there") });
  await send(page);
  await expect(page.getByText("Undelivered").first()).toBeVisible();
  await expect(page.getByText("Unknown Number").first()).toBeVisible();
});

test("a long text is counted, sent and shown in its segments", async ({ page }) => {
  await compose(page, { to: "+306900000001", text: `${uniqueText("Long")} ${"Γειά σου κόσμε ".repeat(8)}` });
  await expect(page.getByText("UCS-2").first()).toBeVisible();
  await expect(page.getByText("3 segments").first()).toBeVisible();
  await send(page);
  await expect(page.getByRole("heading", { name: /segments/i })).toBeVisible();
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(3);
});

test("the list shows a new message and its changes as they happen", async ({ page, request }) => {
  await page.goto("/messages");
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  const text = uniqueText("From elsewhere");
  const { data } = (await (await request.get("/api/apps")).json()) as { data: { id: string }[] };
  await request.post("/api/messages", { data: { appId: data[0]?.id, to: "+306900000001", body: text } });
  const row = page
    .getByRole("listitem")
    .filter({ hasText: text })
    .or(page.getByRole("row").filter({ hasText: text }))
    .first();
  await expect(
    page
      .getByText(text)
      .or(page.getByRole("button", { name: /new message/i }))
      .first(),
  ).toBeVisible();
  const arrivals = page.getByRole("button", { name: /new message/i });
  if (await arrivals.isVisible()) await arrivals.click();
  await expect(row).toContainText("Delivered");
});
