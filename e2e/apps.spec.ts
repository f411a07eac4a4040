import { expect, test, uniqueText } from "./support/test";

test("a live app is added, its secret never comes back, and its signing secret is shown once", async ({
  page,
  request,
}) => {
  const name = uniqueText("Shop");
  await page.goto("/apps");
  await page
    .getByRole("link", { name: /new app|add an app|add app/i })
    .first()
    .click();
  await page.getByRole("radio", { name: /live/i }).check();
  await page.getByLabel("Name").fill(name);
  await page
    .getByRole("button", { name: /create|add/i })
    .last()
    .click();
  await expect(page.getByText("A live app needs its Routee application ID.").first()).toBeVisible();
  await page.getByLabel(/application ID/i).fill("57df0000000000000000abcd");
  await page.getByLabel(/application secret/i).fill("s3cretABCDwxyz");
  await page
    .getByRole("button", { name: /create|add/i })
    .last()
    .click();
  await expect(page.getByText(/whsec_/).first()).toBeVisible();

  await page.goto("/apps");
  await expect(page.getByText(name)).toBeVisible();
  await expect(page.getByText(/wxyz/).first()).toBeVisible();
  expect(await page.content()).not.toMatch(/s3cretABCDwxyz|whsec_/);
  const apps = await (await request.get("/api/apps")).text();
  expect(apps).not.toMatch(/s3cretABCDwxyz|whsec_/);
});
