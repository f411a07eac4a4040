import { seriousFindings } from "./support/axe";
import { expect, uniqueText } from "./support/test";
import { withReceiver } from "./support/with-receiver";

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

withReceiver("the callbacks are narrowed by time and by message, in the address", async ({ page, request, app }) => {
  const send = async () => {
    const data = { appId: app.id, to: "+306900000001", body: uniqueText("Narrow") };
    return ((await (await request.post("/api/messages", { data })).json()) as { id: string }).id;
  };
  const [id] = [await send(), await send()];
  await page.goto(`/callbacks?appId=${app.id}`);
  const rows = page.getByRole("list", { name: "Callbacks, newest first" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);

  await page.getByRole("button", { name: "Time, message" }).click();
  await page.getByLabel("Message ID").fill("not an id");
  await page.getByLabel(/^From/).fill("2026-03-02T10:00");
  await page.getByLabel(/^Until/).fill("2026-03-02T09:00");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Until must come after From.")).toBeVisible();
  await expect(page.getByText(/^A message ID is 36 characters/)).toBeVisible();
  await expect(page.getByLabel("Message ID")).toHaveValue("not an id");
  await expect(page.getByLabel(/^Until/)).toBeFocused();
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByLabel(/^From/).fill("2020-01-01T00:00");
  await page.getByLabel(/^Until/).fill("");
  await page.getByLabel("Message ID").fill(id);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(rows).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get("messageId")).toBe(id);
  const chips = page.getByRole("list", { name: "Narrowed to" });
  await expect(chips).toContainText(`Message ${id}`);
  await expect(chips).toContainText(/From .*(UTC|GMT)/);
  await page.reload();
  await expect(rows).toHaveCount(1);
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole("button", { name: "Remove the filter Message" }).click();
  await expect(rows).toHaveCount(2);
  await page.goBack();
  await expect(rows).toHaveCount(1);

  await page.goto(`/callbacks?appId=${app.id}&until=2020-01-01T00:00:00Z`);
  await expect(page.getByText("No callback matches the filters")).toBeVisible();
});

withReceiver("the messages page says what is held back, and leads there", async ({ page, request, app, receiver }) => {
  receiver.answer = (_, response) => response.writeHead(410).end();
  await request.post("/api/messages", { data: { appId: app.id, to: "+306900000001", body: uniqueText("Held") } });
  await expect
    .poll(async () => ((await (await request.get("/api/callbacks/endpoints")).json()) as { data: object[] }).data)
    .toContainEqual(expect.objectContaining({ appId: app.id, held: 1 }));
  await page.goto("/messages");
  await expect(page.getByText(/^Callbacks to .* are paused$/)).toBeVisible();
  await expect(page.getByText(/(is|are) held, the oldest of/)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("link", { name: "See to it" }).click();
  await page.waitForURL(/\/callbacks\?status=held$/);
  await expect(page.getByRole("button", { name: "Resume, deliver all" }).first()).toBeVisible();
});
