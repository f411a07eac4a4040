import { expect, test, timeline, uniqueText } from "./support/test";

test("the main job by keyboard alone", async ({ page }) => {
  const text = uniqueText("Typed");
  await page.goto("/messages");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /skip/i })).toBeFocused();

  const tabTo = async (name: RegExp | string, role: "link" | "textbox" | "button") => {
    const target = page.getByRole(role, typeof name === "string" ? { name, exact: true } : { name }).first();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reached ${name}.`);
  };
  await tabTo("Compose", "link");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/compose/);
  await expect(page.getByLabel("Recipient")).toBeEnabled();
  await tabTo("Recipient", "textbox");
  await page.keyboard.type("+306900000001");
  await tabTo("Text", "textbox");
  await page.keyboard.type(text);
  await tabTo("Send", "button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(timeline(page).filter({ hasText: "Delivered" })).toHaveCount(1);
  await tabTo(/raw payload/i, "button");
  await page.keyboard.press("Enter");
  await expect(page.locator("pre").first()).toBeVisible();
});

test("an error moves the focus to where it can be mended", async ({ page }) => {
  await page.goto("/compose");
  const send = page.getByRole("button", { name: "Send", exact: true });
  // The form opens once the page's own code runs; what is closed takes no focus.
  await expect(send).toBeEnabled();
  await send.focus();
  await page.keyboard.press("Enter");
  const focused = page.locator(":focus");
  await expect(focused).toBeVisible();
  const mendable = await focused.evaluate(
    (element) => element.getAttribute("aria-invalid") === "true" || element.querySelector("a[href^='#']") !== null,
  );
  expect(mendable).toBe(true);
});
