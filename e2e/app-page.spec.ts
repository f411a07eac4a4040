import { expect, test, uniqueText } from "./support/test";

test("credentials are verified before they are saved, and a wrong secret is told in words", async ({ page }) => {
  await page.goto("/apps/new");
  await page.getByRole("radio", { name: /live/i }).check();
  await page.getByLabel("Name").fill(uniqueText("Verified"));
  await page.getByLabel(/application ID/i).fill("57df0000000000000000abcd");
  await page.getByLabel(/application secret/i).fill("wrong-secret");
  await page.getByRole("button", { name: "Verify with Routee" }).click();
  await expect(page.getByText("Routee does not accept this application ID with this secret.")).toBeVisible();
  await page.getByLabel(/application secret/i).fill("a-good-secret-1234");
  await page.getByRole("button", { name: "Verify with Routee" }).click();
  await expect(page.getByText("Routee accepts these credentials.")).toBeVisible();
});

test("an app is changed, archived, used again and deleted by its name", async ({ page, request }) => {
  const name = uniqueText("Life");
  const created = await request.post("/api/apps", { data: { name, environment: "sandbox", defaultSender: "Old" } });
  const { id } = (await created.json()) as { id: string };
  await request.post("/api/messages", { data: { appId: id, to: "+306900000001", body: uniqueText("Of the app") } });

  await page.goto(`/apps/${id}`);
  await expect(page.locator("[data-connection=closed]")).toContainText("Working");
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel(/default sender/i).fill("New");
  await page.getByLabel(/default validity/i).fill("9999");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("At most 4,320 minutes (72 hours).").first()).toBeVisible();
  await expect(page.getByLabel(/default sender/i)).toHaveValue("New");
  await page.getByLabel(/default validity/i).fill("30");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.waitForURL(new RegExp(`/apps/${id}$`));
  await expect(page.getByRole("region", { name: "Settings" })).toContainText("30 min");

  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("This app is archived")).toBeVisible();
  await page.getByRole("button", { name: "Use again" }).click();
  await expect(page.getByRole("button", { name: "Archive" })).toBeVisible();

  await page.getByRole("button", { name: "Delete…" }).click();
  await expect(page.getByText("With it go 1 message")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete for good" })).toBeDisabled();
  await page.getByLabel(/^Type/).fill(name);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.waitForURL(/\/apps$/);
  await expect(page.getByText(name)).toHaveCount(0);
});
