import { seriousFindings } from "./support/axe";
import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of ["/messages", "/messages?status=Unsent", "/compose", "/apps", "/apps/new", "/no-such-page"]) {
      test.describe(path, () => {
        test.use({ expectedErrors: path === "/no-such-page" ? [/404/] : [] });
        test("has no serious finding", async ({ page }) => {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
          expect(await seriousFindings(page)).toEqual([]);
        });
      });
    }

    test("a message with its timeline, payload open", async ({ page }) => {
      await compose(page, { to: "+306900000010", text: uniqueText("Accessible") });
      await send(page);
      await expect(timeline(page).filter({ hasText: "Undelivered" }).first()).toBeVisible();
      await page
        .getByRole("button", { name: /raw payload/i })
        .first()
        .click();
      expect(await seriousFindings(page)).toEqual([]);
    });

    test("the compose form with errors", async ({ page }) => {
      await compose(page, { to: "1", text: "‘quoted’" });
      await page.getByRole("button", { name: "Callback" }).click();
      await page.getByLabel("Callback URL").fill("not an address");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect(page.getByLabel("Recipient")).toHaveAttribute("aria-invalid", "true");
      expect(await seriousFindings(page)).toEqual([]);
    });

    test.describe("signed out", () => {
      test.use({ storageState: { cookies: [], origins: [] } });
      test("the sign-in page", async ({ page }) => {
        await page.goto("/sign-in");
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        expect(await seriousFindings(page)).toEqual([]);
      });
    });
  });
}
