import { PERSON } from "./support/person";
import { expect, test } from "./support/test";

test.use({ storageState: { cookies: [], origins: [] } });

test("every page but sign-in sends a visitor to it, and back after", async ({ page }) => {
  for (const path of [
    "/",
    "/messages",
    "/compose",
    "/apps",
    "/apps/new",
    "/messages/019a0000-0000-7000-8000-000000000000",
  ]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
  await page.goto("/setup");
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("credentials", () => {
  test.use({ expectedErrors: [/401/] });

  test("wrong ones are refused without telling which part, right ones let in, signing out ends it", async ({
    page,
  }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(PERSON.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("E-mail address or password is wrong.")).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue(PERSON.email);

    await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/messages/);

    await page
      .getByRole("button", { name: /account|ada@example.com/i })
      .first()
      .click();
    await page.getByRole("menuitem", { name: /sign out/i }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/messages");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
