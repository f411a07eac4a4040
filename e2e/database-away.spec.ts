import { signIn } from "../bench/support/session";
import { type Stack, startStack } from "../bench/support/stack";
import { expect, test } from "./support/test";

/** On an installation of its own, since no other test could do without the database. */
test.use({
  storageState: { cookies: [], origins: [] },
  expectedErrors: [/Failed to load resource|React error #441|net::ERR_/],
});
test.setTimeout(120_000);

let stack: Stack;
test.beforeAll(async () => {
  const before = { ...process.env };
  stack = await startStack({ roles: ["web"], env: { LOG_LEVEL: "silent" } });
  for (const name of Object.keys(stack.env)) {
    delete process.env[name];
    if (before[name] !== undefined) process.env[name] = before[name];
  }
});
test.afterAll(() => stack.stop());

/** The cookies of somebody who is signed in there. */
async function session() {
  return (await signIn(stack.url)).split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: stack.url };
  });
}

test("pages say that the database is away, and show themselves when it is back", async ({ page, context, browser }) => {
  await context.addCookies(await session());
  await page.goto(`${stack.url}/messages`);
  await expect(page.getByRole("heading", { name: "Messages", exact: true })).toBeVisible();
  const signedOut = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();

  await stack.database.stop();
  await page.reload();
  await expect(page.getByRole("heading", { name: "The database does not answer" })).toBeVisible();
  await expect(page.getByText("No message is lost by it")).toBeVisible();
  await signedOut.goto(`${stack.url}/sign-in`);
  await expect(signedOut.getByRole("heading", { name: "The database does not answer" })).toBeVisible();

  await stack.database.start();
  await expect(page.getByRole("heading", { name: "Messages", exact: true })).toBeVisible();
  await expect(signedOut.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a link that is followed while the database is away leaves the navigation", async ({ page, context }) => {
  await context.addCookies(await session());
  await page.goto(`${stack.url}/apps`);
  const app = page.getByRole("main").getByRole("link").first();
  await expect(app).toBeVisible();
  await stack.database.stop();
  await app.click();
  await expect(page.getByRole("heading", { name: "The database does not answer" })).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await stack.database.start();
  await expect(page.getByRole("heading", { name: "The database does not answer" })).toBeHidden();
});

test("a web process that begins while the database is away says so, and goes on when it is back", async () => {
  const ask = () => fetch(`${stack.url}/api/health`, { signal: AbortSignal.timeout(15_000) });
  const status = () =>
    ask().then(
      (response) => response.status,
      () => "nobody",
    );
  await stack.database.stop();
  const before = stack.pidOf("web");
  if (before === undefined) throw new Error("There is no web process.");
  process.kill(before, "SIGKILL");
  await expect.poll(() => stack.pidOf("web") ?? before).not.toBe(before);
  await expect.poll(status, { timeout: 30_000 }).toBe(503);
  await stack.database.start();
  await expect.poll(status).toBe(200);
  expect(await signIn(stack.url)).toContain("session");
});
