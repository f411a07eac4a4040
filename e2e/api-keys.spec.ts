import { seriousFindings } from "./support/axe";
import { expect, test, timeline, uniqueText } from "./support/test";

test("a key is made, shown once, sends, and is refused from the moment it is revoked", async ({ page, request }) => {
  const name = uniqueText("Programs");
  const created = await request.post("/api/apps", { data: { name, environment: "sandbox", defaultSender: "Tidings" } });
  const { id } = (await created.json()) as { id: string };
  await page.goto(`/apps/${id}`);
  const card = page.getByRole("region", { name: "API keys" });
  await expect(card.getByText("No keys yet.")).toBeVisible();
  await card.getByRole("button", { name: "New key" }).click();
  await card.getByRole("button", { name: "Make the key" }).click();
  await expect(card.getByText("Enter a name, to know the key by.")).toBeVisible();
  await card.getByLabel("Name").fill("Shop");
  await card.getByLabel("Requests a minute").fill("0");
  await card.getByRole("button", { name: "Make the key" }).click();
  await expect(card.getByText("At least 1.")).toBeVisible();
  await expect(card.getByLabel("Name")).toHaveValue("Shop");
  await card.getByLabel("Requests a minute").fill("600");
  await card.getByLabel("Expires").selectOption("In 30 days");
  expect(await seriousFindings(page)).toEqual([]);
  await card.getByRole("button", { name: "Make the key" }).click();
  await expect(card).toContainText(/tk_sandbox_[\w-]{49}/);
  const secret = /tk_sandbox_[\w-]{49}/.exec((await card.textContent()) ?? "")?.[0] ?? "";

  const bearer = { authorization: `Bearer ${secret}` };
  const body = uniqueText("From a program");
  const sent = await request.post("/sms", { data: { to: "306900000001", from: "Shop", body }, headers: bearer });
  expect(sent.status()).toBe(200);
  const { trackingId } = (await sent.json()) as { trackingId: string };
  await expect
    .poll(async () => {
      const tracked = await request.get(`/sms/tracking/single/${trackingId}`, { headers: bearer });
      return ((await tracked.json()) as { status: { status: string } }[])[0]?.status.status;
    })
    .toBe("Delivered");

  await page.reload();
  await expect(card.getByText(secret)).toHaveCount(0);
  const row = card.getByRole("listitem").filter({ hasText: "Shop" });
  await expect(row).toContainText(`tk_sandbox_…${secret.slice(-4)}`);
  await expect(row).toContainText("Last used");
  await row.getByRole("button", { name: "Revoke Shop" }).click();
  await row.getByRole("button", { name: "Revoke now" }).click();
  await expect(row).toContainText("Revoked");
  const refused = await request.post("/sms", { data: { to: "306900000001", from: "Shop", body }, headers: bearer });
  expect(refused.status()).toBe(401);
  expect(await seriousFindings(page)).toEqual([]);

  await page.goto(`/messages/${trackingId}`);
  await expect(timeline(page).first()).toContainText("API key “Shop”");
  await request.delete(`/api/apps/${id}?${new URLSearchParams({ name })}`);
});

test("what Routee has and Tidings has not is answered in Routee's shape", async ({ request }) => {
  for (const path of ["/2step", "/lookup/x", "/contacts/my", "/sms/unknown/thing", "/accounts/me/banks"]) {
    const answer = await request.get(path);
    expect([path, answer.status()]).toEqual([path, 501]);
    expect(await answer.json()).toMatchObject({ status: 501, error: "Not Implemented", path });
  }
});
