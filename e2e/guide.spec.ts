import { TOPICS, topicPath } from "../components/guide/topics";
import { seriousFindings } from "./support/axe";
import { expect, test, uniqueText } from "./support/test";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** How far the page can be moved sideways, in CSS pixels. */
const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test("the samples hold the reader’s own app, and the key that is pasted in", async ({ page, request, baseURL }) => {
  const name = uniqueText("Guided");
  const created = await request.post("/api/apps", { data: { name, environment: "sandbox", defaultSender: "Bistro" } });
  const { id } = (await created.json()) as { id: string };

  await page.goto("/messages");
  await page.getByRole("link", { name: "Guide", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Quick start" })).toBeVisible();
  const sample = page.locator("[data-sample=send]");
  await expect(sample).toContainText(`${baseURL}/sms`);
  await expect(sample).toContainText("Bearer <API key secret>");

  await page.getByLabel("App", { exact: true }).selectOption({ label: name });
  await expect(page).toHaveURL(new RegExp(`appId=${id}`));
  await expect(sample).toContainText("Bistro");
  await page.getByLabel(/key id/i).fill("the-key-id");
  await page.getByLabel(/key secret/i).fill("tk_sandbox_it's");
  await expect(sample).toContainText("Bearer tk_sandbox_it'\\''s");

  // The app and the key go along to the other pages; the key is kept nowhere.
  await page.getByRole("navigation", { name: "Guide" }).getByRole("link", { name: "Authenticate" }).click();
  await expect(page).toHaveURL(new RegExp(`/docs/guide/authenticate\\?appId=${id}`));
  await expect(page.locator("[data-sample=token]")).toContainText("the-key-id:tk_sandbox_it");
  await page.reload();
  await expect(page.locator("[data-sample=token]")).toContainText("<key id>:<API key secret>");
});

test("one choice of language is the choice for the whole guide", async ({ page }) => {
  await page.goto("/docs/guide");
  const sample = page.locator("[data-sample=send]");
  await sample.getByRole("tab", { name: "curl" }).press("ArrowRight");
  await expect(sample.getByRole("tab", { name: "Java", exact: true })).toBeFocused();
  await page.keyboard.press("End");
  await expect(sample.getByRole("tab", { name: "Objective-C" })).toHaveAttribute("aria-selected", "true");
  const before = await sample.boundingBox();
  await sample.getByRole("tab", { name: "Python" }).click();
  expect(Math.abs(((await sample.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  for (const operation of ["send", "track"])
    await expect(page.locator(`[data-sample=${operation}]`)).toContainText("import http.client");

  await page.goto("/docs/guide/callbacks");
  await expect(page.locator("[data-sample=sendWithCallback]")).toContainText("import http.client");
  await page.goto("/docs/guide/callbacks?lang=ruby");
  await expect(page.locator("[data-sample=sendWithCallback]")).toContainText('require "net/http"');
  await page.getByRole("tab", { name: "C#" }).click();
  await expect(page).toHaveURL(/lang=csharp/);
  await page.goto("/docs/guide/send?lang=cobol");
  await expect(page.locator("[data-sample=send]")).toContainText("HttpClient");
});

test("what is copied is what is shown", async ({ page, baseURL }) => {
  await page.goto("/docs/guide/send?lang=javascript");
  const sample = page.locator("[data-sample=sendOurs]");
  await sample.getByRole("button", { name: "Copy the JavaScript sample" }).click();
  await expect(sample.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`fetch("${baseURL}/api/messages"`);
  expect(copied).toBe(await sample.locator("pre").textContent());
});

test("every page leads on to the next, and every link of the guide leads somewhere", async ({ page, request }) => {
  await page.goto("/docs/guide");
  const seen = new Set<string>();
  for (const [index, { title }] of TOPICS.entries()) {
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    for (const link of await page.getByRole("article").getByRole("link").all()) {
      const [path, hash] = ((await link.getAttribute("href")) ?? "").split("#");
      if (path) seen.add(path);
      else await expect(page.locator(`[id="${hash}"]`)).toHaveCount(1);
    }
    const next = TOPICS[index + 1];
    if (!next) break;
    await page.getByRole("navigation", { name: "Before and after" }).getByRole("link", { name: next.title }).click();
    await page.waitForURL((url) => url.pathname === topicPath(next.slug));
  }
  for (const path of seen) expect((await request.get(path)).status(), path).toBe(200);
});

for (const { slug, title } of TOPICS)
  test(`${title}: no serious finding, light and dark, and it fits a phone`, async ({ page }) => {
    await page.goto(`${topicPath(slug)}?lang=java`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFindings(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(overflow)).toBe(0);
  });

test("on a phone the contents open above the page, and close once one has chosen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/docs/guide");
  await page.getByRole("button", { name: "Contents" }).click();
  await page.getByRole("navigation", { name: "Guide" }).getByRole("link", { name: "Numbers and senders" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Numbers and senders" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Guide" })).toHaveCount(0);
});

test.describe("a page that is none", () => {
  test.use({ expectedErrors: [/404/] });
  test("is not found", async ({ page }) => {
    expect((await page.goto("/docs/guide/no-such-page"))?.status()).toBe(404);
  });
});
