import { seriousFindings } from "./support/axe";
import { expect, test, uniqueText } from "./support/test";

const numbers = (count: number, variables?: object) =>
  Array.from({ length: count }, (_, at) => ({
    to: `+3069${String(20_000_000 + at)}`,
    ...(variables ? { variables } : {}),
  }));

/** An app of its own: what another test sends is none of its batches' business. */
const withApp = test.extend<{ app: { id: string; name: string } }>({
  app: async ({ request }, use) => {
    const name = uniqueText("Batches");
    const data = { name, environment: "sandbox", defaultSender: "Tidings" };
    const created = await request.post("/api/apps", { data });
    const app = (await created.json()) as { id: string; name: string };
    await use(app);
    await request.delete(`/api/apps/${app.id}?${new URLSearchParams({ name })}`);
  },
});

withApp(
  "a table is pasted, corrected and sent once; its messages arrive with their own words",
  async ({ page, app }) => {
    const name = uniqueText("Friday");
    await page.goto("/batches/new");
    await page.getByRole("combobox", { name: "App" }).click();
    await page.getByRole("option", { name: app.name }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Sender ID").fill("Much too long a name");
    await page.getByLabel("Text", { exact: true }).fill("Hi {{name}}");
    const recipients = page.getByLabel("Recipients", { exact: true });
    await recipients.fill("to,name\n12,Carl\n");
    await page.getByRole("button", { name: "Send batch" }).click();
    await expect(page.getByLabel("Sender ID")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Sender ID").fill("");
    await page.getByRole("button", { name: "Send batch" }).click();
    await expect(page.getByRole("button", { name: /None of the recipients is right/ })).toBeVisible();
    await expect(recipients).toHaveValue("to,name\n12,Carl\n");

    await recipients.fill("to,name\n+306900000001,Ada\n+30 690 000 0002,Bob\n+306900000001,Again\n12,Carl\n");
    await expect(page.getByText("2 recipients will get the text")).toBeVisible();
    await expect(page.getByText("2 will be left out")).toBeVisible();
    await expect(page.getByText(/stands in an earlier row already/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Send batch" }).dblclick();
    await page.waitForURL(/\/batches\/[0-9a-f-]{36}$/);

    await expect(page.getByText("2 of 2 recipients have a final status.")).toBeVisible();
    await expect(page.locator("[data-state=finished]")).toBeVisible();
    const leftOut = page.getByRole("table");
    await expect(leftOut.getByRole("row")).toHaveCount(3);
    await expect(leftOut).toContainText("It is not a phone number");
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole("link", { name: "Show its messages" }).click();
    await expect(page.getByRole("cell", { name: "Hi Ada" })).toBeVisible();
    await expect(page.getByRole("cell", { name: "Hi Bob" })).toBeVisible();
    await page.getByRole("link", { name: "+30 690 000 0001" }).click();
    await page.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await page.goto(`/batches?appId=${app.id}`);
    await expect(page.getByRole("list", { name: /batches/i }).getByText(name)).toHaveCount(1);
  },
);

withApp("a batch is paused, resumed and cancelled", async ({ page, request, app }) => {
  const accepted = await request.post("/api/batches", {
    data: { appId: app.id, name: "Long", body: "Table ready", recipients: numbers(3_000) },
  });
  const { id } = (await accepted.json()) as { id: string };
  await page.goto(`/batches/${id}`);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.locator("[data-state=paused]")).toBeVisible();
  const handedOver = async () => {
    const { progress } = (await (await request.get(`/api/batches/${id}`)).json()) as { progress: { Accepted: number } };
    return progress.Accepted;
  };
  // Requests that were under way end; after that nothing moves any more.
  let before = -1;
  const moved = async () => {
    const last = before;
    before = await handedOver();
    return before !== last;
  };
  await expect.poll(moved, { intervals: [500] }).toBe(false);
  expect(before).toBeGreaterThan(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(await handedOver()).toBe(before);

  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.locator("[data-state=running]")).toBeVisible();
  await expect.poll(handedOver).toBeLessThan(before);

  await page.getByRole("button", { name: "Cancel batch…" }).click();
  await expect(page.getByText(/What has left already cannot be taken back/)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel it for good" }).click();
  await expect(page.locator("[data-state=cancelled]")).toBeVisible();
  await expect(page.locator("[data-count=Cancelled]")).toBeVisible();
  await expect(page.getByRole("button", { name: /Pause|Resume|Cancel/ })).toHaveCount(0);
  const end = await request.post(`/api/batches/${id}/resume`);
  expect(end.status()).toBe(409);
});

withApp(
  "a repeated request gets the same answer; keys see their own app's batches only",
  async ({ request, app, playwright, baseURL }) => {
    const data = { appId: app.id, body: "Table ready", recipients: numbers(2) };
    const headers = { "idempotency-key": uniqueText("batch").replaceAll(" ", "-") };
    const [first, second] = [
      await request.post("/api/batches", { data, headers }),
      await request.post("/api/batches", { data, headers }),
    ];
    expect([first.status(), second.status()]).toEqual([202, 202]);
    expect(await second.text()).toBe(await first.text());
    const { id } = (await first.json()) as { id: string };

    const other = (await (
      await request.post("/api/apps", {
        data: { name: uniqueText("Other"), environment: "sandbox", defaultSender: "Other" },
      })
    ).json()) as { id: string; name: string };
    const { secret } = (await (await request.post(`/api/apps/${other.id}/keys`, { data: {} })).json()) as {
      secret: string;
    };
    const program = await playwright.request.newContext({
      ...(baseURL ? { baseURL } : {}),
      storageState: { cookies: [], origins: [] },
      extraHTTPHeaders: { authorization: `Bearer ${secret}` },
    });
    for (const path of ["", "/pause", "/resume", "/cancel"]) {
      const url = `/api/batches/${id}${path}`;
      expect((await (path === "" ? program.get(url) : program.post(url))).status()).toBe(404);
    }
    const own = await program.post("/api/batches", { data: { body: "Table ready", recipients: numbers(1) } });
    expect(own.status()).toBe(202);
    const list = (await (await program.get("/api/batches")).json()) as { data: { appId: string }[] };
    expect(list.data.map(({ appId }) => appId)).toEqual([other.id]);
    await program.dispose();
    await request.delete(`/api/apps/${other.id}?${new URLSearchParams({ name: other.name })}`);
  },
);

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  withApp("nothing scrolls sideways", async ({ page, request, app }) => {
    const accepted = await request.post("/api/batches", {
      data: {
        appId: app.id,
        name: "A name that is as long as a name may be, so that it has to be cut where there is little room",
        body: "Averyveryverylongwordthatcannotbebroken".repeat(20),
        recipients: [...numbers(2), { to: "x".repeat(100) }],
      },
    });
    const { id } = (await accepted.json()) as { id: string };
    for (const path of [`/batches?appId=${app.id}`, `/batches/${id}`, "/batches/new", `/messages?batchId=${id}`]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  });
});
