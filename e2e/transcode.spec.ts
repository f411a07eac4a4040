import { compose, expect, send, test, uniqueText } from "./support/test";

const GREEK = "Καλημέρα σας, το τραπέζι είναι έτοιμο. ".repeat(3);

test("transcoding is shown before it is sent, and saves the segments it promised", async ({ page }) => {
  await compose(page, { to: "+306900000001", text: `${uniqueText("T")} ${GREEK}` });
  await expect(page.getByText("UCS-2").first()).toBeVisible();
  await page.getByRole("checkbox", { name: /transcode/i }).check();
  const preview = page.locator("[data-transcode-preview=rewritten]");
  await expect(preview).toContainText("3 segments");
  await expect(preview).toContainText("1 segment");
  // Look-alikes: Latin letters wherever they look the same.
  await expect(preview).toContainText("KAΛHMEPA ΣAΣ");
  // What Routee itself says agrees.
  await expect(page.locator("[data-routee-analysis=agrees]")).toContainText("0.042 for 1 segment");
  await send(page);
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Message", exact: true })).toContainText("GSM-7");
  await expect(page.getByRole("region", { name: "Message", exact: true })).toContainText("1 segment");
});

test("a text that gains nothing says so", async ({ page }) => {
  await compose(page, { to: "+306900000001", text: "Table ready" });
  await page.getByRole("checkbox", { name: /transcode/i }).check();
  await expect(page.getByText("Nothing to replace")).toBeVisible();
  await page.getByLabel("Text", { exact: true }).fill("Καλημέρα");
  await expect(page.getByText("fits one segment as it is")).toBeVisible();
});

test("an app can ask for it for all its messages", async ({ page, request }) => {
  const name = uniqueText("Enforcing");
  const app = (await (
    await request.post("/api/apps", {
      data: { name, environment: "sandbox", defaultSender: "Tidings", enforceTranscode: true },
    })
  ).json()) as { id: string };
  await page.goto("/compose");
  await page.getByRole("combobox", { name: "App" }).click();
  await page.getByRole("option", { name }).click();
  await expect(page.getByRole("checkbox", { name: /transcode/i })).toBeChecked();
  await page.getByLabel("Recipient").fill("+306900000001");
  await page.getByLabel("Text", { exact: true }).fill(GREEK);
  await send(page);
  await expect(page.getByText("Asked for: Routee rewrites the text")).toBeVisible();
  await request.delete(`/api/apps/${app.id}?${new URLSearchParams({ name })}`);
});
