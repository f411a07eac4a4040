import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

test.use({ expectedErrors: [/Failed to load resource|net::ERR_/] });

test("the page says when the stream breaks, and catches up when it is back", async ({ page, context }) => {
  await page.goto("/messages");
  await expect(page.locator('[data-live="live"]').first()).toBeAttached();

  await compose(page, { to: "+306900000001", text: uniqueText("In the lift") });
  await expect(page.locator('[data-live="live"]').first()).toBeAttached();
  await send(page);
  await context.setOffline(true);
  // A connection that is open stays open when the network is switched off like this; the server ends it.
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(1);
  await expect(page.locator('[data-live="live"]').first()).toBeAttached();
});

test("without a stream the page asks by itself, and says so", async ({ page }) => {
  await page.route("**/api/stream*", (route) => route.abort("connectionrefused"));
  await compose(page, { to: "+306900000001", text: uniqueText("No stream") });
  await send(page);
  await expect(page.locator('[data-live="polling"]').first()).toBeAttached({ timeout: 20_000 });
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(1, { timeout: 20_000 });

  await page.unroute("**/api/stream*");
  await expect(page.locator('[data-live="live"]').first()).toBeAttached({ timeout: 35_000 });
});
