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
  await expect(page.locator('[data-live="polling"]').first()).toBeAttached();
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(1);

  await page.unroute("**/api/stream*");
  await expect(page.locator('[data-live="live"]').first()).toBeAttached({ timeout: 35_000 });
});

test("what changed while a page was on its way is shown all the same", async ({ page, request }) => {
  await compose(page, { to: "+306900000001", text: uniqueText("Overtaken") });
  // The page is read while the message is young, and arrives when everything has been told.
  await page.route(/\/messages\/[0-9a-f-]{36}\?_rsc=/, async (route) => {
    const response = await route.fetch();
    const id = /messages\/([0-9a-f-]{36})/.exec(route.request().url())?.[1];
    const isFinal = async () => ((await (await request.get(`/api/messages/${id}`)).json()) as { final: boolean }).final;
    await expect.poll(isFinal).toBe(true);
    await route.fulfill({ response });
  });
  await send(page);
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(1);
});
