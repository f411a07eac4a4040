import { cuttableTo } from "./support/cuttable";
import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

test.use({ expectedErrors: [/Failed to load resource|net::ERR_/] });

test("the page says when the stream breaks, and catches up when it is back", async ({ page, request, baseURL }) => {
  const network = await cuttableTo(baseURL ?? "");
  await page.goto(`${network.url}/messages`);
  await expect(page.locator('[data-live="live"]').first()).toBeAttached();
  network.cut();
  await expect(page.locator('[data-live="reconnecting"]').first()).toBeAttached();

  // What happens meanwhile reaches the server another way.
  const text = uniqueText("In the lift");
  const { data } = (await (await request.get("/api/apps")).json()) as { data: { id: string }[] };
  await request.post("/api/messages", { data: { appId: data[0]?.id, to: "+306900000001", body: text } });
  network.mend();
  await expect(page.locator('[data-live="live"]').first()).toBeAttached({ timeout: 35_000 });
  await expect(page.getByRole("listitem").or(page.getByRole("row")).filter({ hasText: text }).first()).toContainText(
    "Delivered",
  );
  await page.close();
  await network.close();
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
