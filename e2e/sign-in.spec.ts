import { PERSON } from "./support/person";
import { expect, test } from "./support/test";

test.use({ storageState: { cookies: [], origins: [] } });

test("every page but sign-in sends a visitor to it, and back after", async ({ page }) => {
  for (const path of [
    "/",
    "/messages",
    "/compose",
    "/apps",
    "/apps/new",
    "/messages/019a0000-0000-7000-8000-000000000000",
  ]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
  await page.goto("/setup");
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("credentials", () => {
  test.use({ expectedErrors: [/401/] });

  test("wrong ones are refused without telling which part, right ones let in, signing out ends it", async ({
    page,
  }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(PERSON.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("E-mail address or password is wrong.")).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue(PERSON.email);

    await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/messages/);

    const account = page.getByRole("button", { name: /account|ada@example.com/i }).first();
    const signOut = page.getByRole("menuitem", { name: /sign out/i });
    // A click opens nothing before the page's scripts have run.
    await expect(async () => {
      await account.click();
      await expect(signOut).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await signOut.click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/messages");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test.describe("too many attempts", () => {
  test.use({ expectedErrors: [/429/] });

  test("a flood of attempts is told to wait, and the sign-in page says for how long", async ({ page, request }) => {
    // As a proxy of ours would pass it on: nobody else shares this address.
    const headers = { "x-forwarded-for": "203.0.113.99" };
    const { csrfToken } = (await (await request.get("/api/auth/csrf", { headers })).json()) as { csrfToken: string };
    const attempt = (i: number) =>
      request.post("/api/auth/callback/credentials", {
        headers,
        form: { email: `flood${i}@example.com`, password: "not the password", csrfToken, json: "true" },
        maxRedirects: 0,
      });
    const answers = await Promise.all(Array.from({ length: 80 }, (_, i) => attempt(i)));
    const slowed = answers.filter((answer) => answer.status() === 429);
    expect(slowed.length).toBeGreaterThan(10);
    for (const answer of slowed) expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    expect(answers.filter((answer) => ![401, 429].includes(answer.status())).map((answer) => answer.status())).toEqual(
      [],
    );

    await page.setExtraHTTPHeaders(headers);
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(PERSON.email);
    await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText(/Too many attempts\. Try again in/)).toBeVisible();
  });
});

test("what is sent to sign-in may not be large", async ({ request }) => {
  const large = await request.post("/api/auth/callback/credentials", { form: { email: "x".repeat(70_000) } });
  expect(large.status()).toBe(413);
});
