import { seriousFindings } from "./support/axe";
import { expect, uniqueText } from "./support/test";
import { withReceiver } from "./support/with-receiver";

withReceiver("a callback's signature is checked in the browser", async ({ page, request, app, receiver }) => {
  await request.post("/api/messages", { data: { appId: app.id, to: "+306900000001", body: uniqueText("Καλημέρα") } });
  await expect.poll(() => receiver.arrived.length).toBe(1);
  const [arrived] = receiver.arrived;
  const [body, headers] = [arrived?.body ?? "", arrived?.headers ?? {}];
  const block = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n");

  await page.goto(`/apps/${app.id}`);
  const card = page.getByRole("region", { name: "Check a signature" });
  const check = card.getByRole("button", { name: "Check", exact: true });
  await check.click();
  await expect(card.getByText("5 things to put right")).toBeVisible();
  await expect(card.getByLabel("webhook-id")).toBeFocused();
  expect(await seriousFindings(page)).toEqual([]);

  await card.getByLabel(/^All headers/).fill(block);
  await expect(card.getByText("All three were found.")).toBeVisible();
  await expect(card.getByLabel("webhook-id")).toHaveValue(String(headers["webhook-id"]));
  await card.getByLabel("Raw body").fill(body);
  await card.getByLabel("Signing secret").fill(app.callbackSigningSecret.replace("whsec_", ""));
  await check.click();
  await expect(card.getByText(/begins with whsec_/).first()).toBeVisible();
  await expect(card.getByLabel("Raw body")).toHaveValue(body);

  const asked: string[] = [];
  page.on("request", (sent) => asked.push(`${sent.url()} ${sent.postData() ?? ""}`));
  await card.getByLabel("Signing secret").fill(app.callbackSigningSecret);
  await check.click();
  await expect(card.getByText("The signature is valid", { exact: true })).toBeVisible();
  expect(asked.filter((text) => text.includes("whsec_"))).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);

  await card.getByLabel("Raw body").fill(JSON.stringify(JSON.parse(body), null, 2));
  await expect(card.getByText("The signature is valid", { exact: true })).toHaveCount(0);
  await check.click();
  await expect(card.getByText("The body was changed after it was signed")).toBeVisible();

  await card.getByLabel("Raw body").fill(body.replace("Delivered", "Failed"));
  await check.click();
  await expect(card.getByText("The signature does not match")).toBeVisible();

  await card.getByLabel("Raw body").fill(body);
  await card.getByLabel("webhook-timestamp").fill("1600000000");
  await check.click();
  await expect(card.getByText(/old: a receiver refuses/)).toBeVisible();
});

withReceiver("over plain http, where browsers calculate no signatures, the check says so", async ({ page, app }) => {
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { value: undefined }));
  await page.goto(`/apps/${app.id}`);
  const card = page.getByRole("region", { name: "Check a signature" });
  await card.getByLabel(/^All headers/).fill("webhook-id: a\nwebhook-timestamp: 1\nwebhook-signature: v1,Zm9v");
  await card.getByLabel("Raw body").fill("{}");
  await card.getByLabel("Signing secret").fill(app.callbackSigningSecret);
  await card.getByRole("button", { name: "Check", exact: true }).click();
  await expect(card.getByText("This browser does not calculate signatures here")).toBeVisible();
});

withReceiver("the code for receivers is chosen with the keyboard", async ({ page, app }) => {
  await page.goto(`/apps/${app.id}`);
  const card = page.getByRole("region", { name: "Check a signature" });
  await card.getByRole("tab", { name: "Node.js" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(card.getByRole("tab", { name: "Python" })).toBeFocused();
  await expect(card.getByRole("tabpanel")).toContainText("hmac.compare_digest");
  await page.keyboard.press("End");
  await expect(card.getByRole("tabpanel")).toContainText("hmac.Equal");
  await expect(card.getByRole("button", { name: "Copy the Go code" })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

withReceiver("what each strategy posts stands beside the choice", async ({ page, request, app, receiver }) => {
  await request.post("/api/messages", { data: { appId: app.id, to: "+306900000001", body: uniqueText("Counted") } });
  await expect.poll(() => receiver.arrived.length).toBe(1);
  await page.goto(`/apps/${app.id}/edit`);
  await expect(page.locator("[data-strategy-count=OnCompletion]")).toHaveText("1 callback in the last 7 days");
  await expect(page.locator("[data-strategy-count=OnChange]")).toHaveText(/^[2-9] callbacks/);
  await page.getByRole("button", { name: "What is posted" }).click();
  await expect(page.getByText('"final": true')).toBeVisible();
  await expect(page.getByText(`"applicationName": "${app.name}"`)).toBeVisible();
  await page.getByRole("radio", { name: /OnChange/ }).check();
  await expect(page.getByText('"final": false')).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Renamed");
  await expect(page.getByText('"applicationName": "Renamed"')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  await page.goto("/compose");
  await page.getByRole("button", { name: "Callback", exact: true }).click();
  await page.getByRole("button", { name: "What is posted" }).click();
  await expect(page.getByText(/^Of a message that is delivered: 3 callbacks/)).toBeVisible();
});

withReceiver(
  "what a sandbox sent is marked, also once its app is archived",
  async ({ page, request, app, receiver }) => {
    const data = { appId: app.id, to: "+306900000001", body: uniqueText("Marked") };
    const { id } = (await (await request.post("/api/messages", { data })).json()) as { id: string };
    await expect.poll(() => receiver.arrived.length).toBe(1);
    await request.patch(`/api/apps/${app.id}`, { data: { archived: true } });
    await page.goto(`/messages?appId=${app.id}`);
    await expect(page.getByRole("row").filter({ hasText: data.body })).toContainText("Sandbox");
    await page.goto(`/messages/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Sandbox");
    await expect(page.getByText(/^Simulated by the sandbox/)).toBeVisible();
    await page.goto(`/callbacks?appId=${app.id}`);
    await expect(page.getByRole("list", { name: "Callbacks, newest first" })).toContainText("Sandbox");
  },
);
