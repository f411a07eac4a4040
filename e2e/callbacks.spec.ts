import { startReceiver } from "../scripts/testing/receiver";
import { expect, test, uniqueText } from "./support/test";

/** An app of its own with a receiver that a test tells what to answer. */
const withReceiver = test.extend<{
  receiver: Awaited<ReturnType<typeof startReceiver>>;
  app: { id: string; name: string };
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
  },
  app: async ({ request, receiver }, use) => {
    const name = uniqueText("Hooks");
    const created = await request.post("/api/apps", {
      data: {
        name,
        environment: "sandbox",
        defaultSender: "Tidings",
        defaultCallback: { url: `${receiver.url}/hook`, strategy: "OnCompletion" },
      },
    });
    const app = (await created.json()) as { id: string; name: string };
    await use(app);
    await request.delete(`/api/apps/${app.id}?${new URLSearchParams({ name })}`);
  },
});

withReceiver(
  "a callback that fails is shown with its reason, and delivered by hand",
  async ({ page, request, app, receiver }) => {
    receiver.answer = (_, response) => response.writeHead(503).end("down for maintenance");
    const sent = await request.post("/api/messages", {
      data: { appId: app.id, to: "+306900000001", body: uniqueText("Call back") },
    });
    const { id } = (await sent.json()) as { id: string };
    await page.goto(`/messages/${id}`);
    const callback = page.getByText("The receiver answered 503.").first();
    await expect(callback).toBeVisible();
    await page
      .getByRole("button", { name: /attempt/ })
      .first()
      .click();
    await expect(page.getByText("down for maintenance").first()).toBeVisible();

    receiver.answer = (_, response) => response.end("thanks");
    await page.goto(`/callbacks?appId=${app.id}`);
    await expect(page.getByRole("list", { name: /callbacks/i })).toContainText("Pending");
    await page.getByRole("button", { name: /^Retry the callback/ }).click();
    await expect(page.getByRole("list", { name: /callbacks/i })).toContainText("Answered 200");
    const bodies = new Set(receiver.arrived.map(({ body }) => body));
    expect(bodies.size).toBe(1);
    expect(JSON.parse([...bodies][0] ?? "")).toMatchObject({ status: { name: "Delivered" }, final: true });

    await page.goto(`/messages/${id}`);
    await page.getByRole("button", { name: /attempts/ }).click();
    await expect(page.getByText(/Retried by/)).toBeVisible();
  },
);

withReceiver(
  "a receiver that wants no more is paused, and resumed without loss",
  async ({ page, request, app, receiver }) => {
    receiver.answer = (_, response) => response.writeHead(410).end();
    for (let i = 0; i < 2; i += 1)
      await request.post("/api/messages", {
        data: { appId: app.id, to: "+306900000001", body: uniqueText("Held") },
      });
    await page.goto(`/callbacks?appId=${app.id}`);
    await expect(page.getByText(/are paused/)).toBeVisible();
    await expect(page.getByText(/2 callbacks are held/)).toBeVisible();
    receiver.answer = (_, response) => response.end();
    await page.getByRole("button", { name: "Resume, deliver all" }).click();
    await expect(page.getByText(/are paused/)).toHaveCount(0);
    const list = page.getByRole("list", { name: /callbacks/i });
    await expect(list.locator("[data-callback-status=delivered]")).toHaveCount(2);
  },
);

withReceiver("replaying counts first, and delivers the same again", async ({ page, request, app, receiver }) => {
  await request.post("/api/messages", { data: { appId: app.id, to: "+306900000001", body: uniqueText("Replay") } });
  await page.goto(`/callbacks?appId=${app.id}`);
  const list = page.getByRole("list", { name: /callbacks/i });
  await expect(list.locator("[data-callback-status=delivered]")).toHaveCount(1);
  await page.getByRole("button", { name: "Replay…" }).click();
  await page.getByLabel("Which").selectOption("all");
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByText("1 callback matches.")).toBeVisible();
  await page.getByRole("button", { name: "Replay 1" }).click();
  await expect.poll(() => receiver.arrived.length).toBe(2);
  expect(new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

withReceiver(
  "the doctor finds what is wrong with a receiver, and a test event arrives",
  async ({ page, app, receiver }) => {
    await page.goto(`/apps/${app.id}`);
    await page.getByRole("button", { name: "Send a test event" }).click();
    await expect(page.locator("[data-test-result=good]")).toContainText("Answered 200");
    await page.getByRole("button", { name: "Examine" }).click();
    const found = page.getByRole("list", { name: "What was found" });
    await expect(found).toContainText("the receiver takes callbacks that anybody could have made");
    expect(receiver.arrived.length).toBeGreaterThanOrEqual(4);
    await page.getByRole("button", { name: "New signing secret…" }).click();
    await page.getByRole("button", { name: "Make a new secret" }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
  },
);
