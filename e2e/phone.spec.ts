import { compose, expect, send, test, uniqueText } from "./support/test";

test.use({ viewport: { width: 390, height: 844 } });

/** How far the page can be moved sideways, in CSS pixels. */
const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test("no page scrolls sideways on a phone", async ({ page }) => {
  // A word without a break in it is the hardest text to fit.
  await compose(page, {
    to: "+306900000011",
    text: `${uniqueText("Long")} ${"Donaudampfschifffahrtsgesellschaft".repeat(6)}`,
  });
  expect(await page.evaluate(overflow)).toBe(0);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Undelivered").first()).toBeVisible();
  await page
    .getByRole("button", { name: /raw payload/i })
    .last()
    .click();
  expect(await page.evaluate(overflow)).toBe(0);
  for (const path of ["/messages", "/messages?status=Cancelled", "/apps", "/apps/new"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(overflow), path).toBe(0);
  }
});

test("the main job works on a phone, with targets large enough for a thumb", async ({ page }) => {
  await page.goto("/messages");
  for (const name of ["Messages", "Compose", "Apps"]) {
    const box = await page.getByRole("link", { name, exact: true }).first().boundingBox();
    expect(box?.height ?? 0, name).toBeGreaterThanOrEqual(40);
  }
  await page.getByRole("link", { name: "Compose", exact: true }).first().click();
  await page.waitForURL(/\/compose/);
  await page.getByLabel("Recipient").fill("+306900000001");
  await page.getByLabel("Text", { exact: true }).fill(uniqueText("On the go"));
  await send(page);
  await expect(page.getByText("Delivered").first()).toBeVisible();
});
