import { seriousFindings } from "./support/axe";
import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of [
      "/messages",
      "/messages?status=Unsent",
      "/compose",
      "/batches",
      "/batches/new",
      "/callbacks",
      "/callbacks?status=held",
      "/apps",
      "/apps/new",
      "/no-such-page",
    ]) {
      test.describe(path, () => {
        test.use({ expectedErrors: path === "/no-such-page" ? [/404/] : [] });
        test("has no serious finding", async ({ page }) => {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
          // A form takes nothing before its page answers.
          await expect(page.locator("main fieldset:disabled")).toHaveCount(0);
          expect(await seriousFindings(page)).toEqual([]);
        });
      });
    }

    test("an app, its form, and what the doctor finds", async ({ page }) => {
      await page.goto("/apps");
      await page.getByRole("link", { name: "Sandbox", exact: true }).first().click();
      await expect(page.getByRole("heading", { name: "Connection to Routee" })).toBeVisible();
      await page.getByLabel("Address to try").fill("http://127.0.0.1:1024/");
      await page.getByRole("button", { name: "Examine" }).click();
      await expect(page.getByRole("list", { name: "What was found" })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("link", { name: "Edit" }).click();
      await expect(page.getByRole("button", { name: "Save changes" })).toBeEnabled();
      expect(await seriousFindings(page)).toEqual([]);
    });

    test("composing with transcoding and options", async ({ page }) => {
      await compose(page, { to: "+306900000001", text: "Καλημέρα σας. ".repeat(8) });
      await page.getByRole("checkbox", { name: /transcode/i }).check();
      await page.getByRole("button", { name: "Options" }).click();
      await expect(page.getByText("As sent")).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });

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
