import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

test("a message whose receipts never come is found by asking Routee", async ({ page }) => {
  await compose(page, { to: "+306900000032", text: uniqueText("No receipts") });
  await send(page);
  await expect(timeline(page).filter({ hasText: "Queued" }).first()).toBeVisible();
  await expect(async () => {
    await page.getByRole("button", { name: "Ask Routee now" }).click();
    await expect(page.getByText("Routee says: Delivered.")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(timeline(page).filter({ hasText: "Found by asking Routee" }).last()).toContainText("Delivered");
  await expect(page.getByRole("region", { name: "Message", exact: true })).toContainText("Asked Routee");
  await expect(page.getByRole("button", { name: "Ask Routee now" })).toHaveCount(0);
});

test("a scheduled message waits, and can be cancelled", async ({ page }) => {
  await compose(page, { to: "+306900000001", text: uniqueText("Later") });
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByLabel("Send at").fill(`${new Date().getFullYear() + 1}-01-02T09:30`);
  await page.getByRole("button", { name: "Schedule" }).click();
  // Further ahead than a year is refused, and nothing that was typed is lost.
  const tooFar = page.getByText("At most a year ahead.").first();
  await Promise.race([page.waitForURL(/\/messages\/[0-9a-f-]{36}$/), tooFar.waitFor()]);
  if (await tooFar.isVisible()) {
    const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await page.getByLabel("Send at").fill(soon);
    await page.getByRole("button", { name: "Schedule" }).click();
    await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  }
  await expect(page.getByText("The message is kept here until its time comes.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel message" }).click();
  await expect(timeline(page).filter({ hasText: "Cancelled" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel message" })).toHaveCount(0);
});

test("what failed can be sent again, with everything it held", async ({ page }) => {
  const text = uniqueText("Again");
  await compose(page, { to: "+306900000020", text });
  await send(page);
  await page.getByRole("link", { name: "Send again" }).click();
  await page.waitForURL(/\/compose\?again=/);
  await expect(page.getByText("which ended as Failed")).toBeVisible();
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue(text);
  await page.getByLabel("Recipient").fill("+306900000001");
  await send(page);
  await expect(page.getByText("Delivered").first()).toBeVisible();
});
