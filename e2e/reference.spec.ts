import { seriousFindings } from "./support/axe";
import { expect, test, uniqueText } from "./support/test";

test("an operation is found, read and tried with one's own session", async ({ page }) => {
  await page.goto("/docs/api");
  await page.getByRole("searchbox", { name: "Filter operations" }).fill("segments");
  await page
    .getByRole("link", { name: "Count a text’s segments" })
    .or(page.getByRole("link", { name: /segments/ }))
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /segments/ })).toBeVisible();
  const answer = page.getByRole("region", { name: "Answer", exact: true });
  await expect(answer).toContainText("offenders");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("200 as described")).toBeVisible();
  await expect(page.getByText('"encoding"')).toBeVisible();
  await page.getByLabel("Body", { exact: true }).last().fill("{");
  await expect(page.getByText("The body is not JSON.")).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

test("the documentation leads from the guide to the reference and back", async ({ page }) => {
  await page.goto("/docs");
  await expect(page).toHaveURL(/\/docs\/guide$/);
  const parts = page.getByRole("navigation", { name: "Documentation" });
  await parts.getByRole("link", { name: "API reference" }).click();
  await expect(page).toHaveURL(/\/docs\/api$/);
  await expect(parts.getByRole("link", { name: "API reference" })).toHaveAttribute("aria-current", "page");
  const areas = page.getByRole("navigation", { name: "Areas" });
  await expect(areas.getByRole("link", { name: "Guide" })).toHaveAttribute("aria-current", "page");
  await parts.getByRole("link", { name: "Guide" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Quick start");
});

test("sending from the reference is held to the sandbox, and its refusals are shown", async ({ page, request }) => {
  const name = uniqueText("Live");
  const created = await request.post("/api/apps", {
    data: { name, environment: "live", applicationId: "57df", applicationSecret: "good-secret", defaultSender: "X" },
  });
  const { id } = (await created.json()) as { id: string };
  await page.goto("/docs/api/sendMessage");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("202 as described")).toBeVisible();
  const body = page.getByRole("textbox", { name: "Body" });
  await body.fill(JSON.stringify({ appId: id, to: "+306900000001", body: "x" }));
  await expect(page.getByText("appId has to be a sandbox app’s here.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await page.goto("/docs/api/routeeSend");
  await expect(page.getByText("Routee’s addresses take an API key.")).toBeVisible();
  await request.delete(`/api/apps/${id}?${new URLSearchParams({ name })}`);
});

test("the operation that is read is in view among the others, and says what each field is", async ({ page }) => {
  await page.goto("/docs/api/routeeTrackSingle");
  const nav = page.getByRole("navigation", { name: "Operations" });
  await expect(nav.getByRole("link", { name: "Track a message" })).toBeInViewport();
  await expect(page.getByRole("searchbox", { name: "Filter operations" })).toBeInViewport();
  const answer = page.getByRole("region", { name: "Answer", exact: true });
  const smsId = answer.getByRole("row", { name: /^smsId/ });
  await expect(smsId).toContainText("Routee’s id of the segment");
  await expect(smsId).toContainText("may be absent");
  await expect(page.getByText("404005000")).toBeVisible();
});

test("the document is served to everybody", async ({ playwright, baseURL }) => {
  const stranger = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    storageState: { cookies: [], origins: [] },
  });
  const answer = await stranger.get("/api/openapi.json");
  expect(await answer.json()).toMatchObject({ openapi: "3.1.0", servers: [{ url: baseURL }] });
  await stranger.dispose();
});

test.describe("on a phone, dark", () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  test("an operation fits and has no serious finding", async ({ page }) => {
    await page.goto("/docs/api/sendBatch");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
