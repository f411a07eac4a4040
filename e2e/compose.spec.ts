import { compose, expect, send, test, timeline, uniqueText } from "./support/test";

test.describe("wrong input", () => {
  test("names each field and rule, and loses nothing typed", async ({ page }) => {
    await compose(page, { to: "+3069", text: "" });
    await page.getByLabel("Sender ID").fill("Much too long a sender");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByLabel("Recipient")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Text", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Sender ID")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("Write the text of the message.").first()).toBeVisible();
    await expect(page.getByLabel("Sender ID")).toHaveValue("Much too long a sender");
    await expect(page.getByLabel("Recipient")).toHaveValue(/69/);
  });

  test("names the characters that force UCS-2", async ({ page }) => {
    await compose(page, { to: "+306900000001", text: "It’s ready" });
    await expect(page.getByRole("list", { name: "Characters that force UCS-2" })).toContainText(
      "RIGHT SINGLE QUOTATION MARK",
    );
    await expect(page.getByText("UCS-2").first()).toBeVisible();
    await page.getByLabel("Text", { exact: true }).fill("€".repeat(160));
    await expect(page.getByText("3 segments").first()).toBeVisible();
  });
});

test.describe("a send that fails", () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test("keeps what was typed, also over a reload, and sends once when tried again", async ({ page, request }) => {
    const text = uniqueText("Through the tunnel");
    await compose(page, { to: "+306900000001", text });
    await page.route("**/api/messages", (route) => route.abort("connectionfailed"));
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: /./ }).first()).toBeVisible();
    await expect(page.getByLabel("Text", { exact: true })).toHaveValue(text);
    await page.unroute("**/api/messages");
    await page.reload();
    await expect(page.getByLabel("Text", { exact: true })).toHaveValue(text);
    await send(page);
    await expect(timeline(page).first()).toBeVisible();
    const { data } = (await (await request.get("/api/messages?limit=100")).json()) as { data: { body: string }[] };
    expect(data.filter((message) => message.body === text)).toHaveLength(1);
  });

  test("whose answer was lost sends once when tried again", async ({ page, request }) => {
    const text = uniqueText("Answer lost");
    await compose(page, { to: "+306900000001", text });
    const answerLost = new Promise<void>((resolve) => {
      void page.route("**/api/messages", async (route) => {
        // The server takes it; the browser never hears.
        await route.fetch();
        await route.abort("connectionreset");
        resolve();
      });
    });
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await answerLost;
    await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
    await page.unroute("**/api/messages");
    await send(page);
    const { data } = (await (await request.get("/api/messages?limit=100")).json()) as { data: { body: string }[] };
    expect(data.filter((message) => message.body === text)).toHaveLength(1);
  });
});

test("a double click sends once", async ({ page, request }) => {
  const text = uniqueText("Twice");
  await compose(page, { to: "+306900000001", text });
  await page.getByRole("button", { name: "Send", exact: true }).dblclick();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  const { data } = (await (await request.get("/api/messages?limit=100")).json()) as { data: { body: string }[] };
  expect(data.filter((message) => message.body === text)).toHaveLength(1);
});

test("the list of test recipients fills in a number", async ({ page }) => {
  await page.goto("/compose");
  await page.getByRole("button", { name: "+30 690 000 0011" }).click();
  await expect(page.getByLabel("Recipient")).toHaveValue(/690\s?000\s?0011/);
});
