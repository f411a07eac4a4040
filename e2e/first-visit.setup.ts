import { seriousFindings } from "./support/axe";
import { PERSON, SESSION_FILE } from "./support/person";
import { expect, test } from "./support/test";

/** The very first visit: no account yet. What follows in the other files starts from its session. */
test("a first visitor makes an account and lands where the first message is written", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  // Only now can this page be seen: it is gone once there is an account.
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFindings(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1280, height: 800 });
  const create = page.getByRole("button", { name: /create/i });
  await page.getByLabel("E-mail address").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await create.click();
  await expect(page.getByText("An e-mail address like name@example.com.").first()).toBeVisible();
  await expect(page.getByText("At least 10 characters.").first()).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue("ada");

  await page.getByLabel("E-mail address").fill(PERSON.email);
  await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
  await create.click();
  await expect(page).toHaveURL(/\/compose/);
  await expect(page.getByRole("heading", { level: 1, name: "Compose" })).toBeVisible();
  await page.context().storageState({ path: SESSION_FILE });
});
