import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { secretsIn } from "../scripts/testing/canaries";
import { PERSON } from "./support/person";
import { expect, uniqueText } from "./support/test";
import { withReceiver } from "./support/with-receiver";

/** Every page, answer, script and log line is looked through for secrets, after all that could spill one was done. */

const SECRET = "canary-application-secret-9c1e";

/** The pages of an installation, as a person can reach them. */
const pages = (app: string, message: string) => [
  "/",
  "/messages",
  `/messages?q=${message}`,
  `/messages/${message}`,
  "/messages/00000000-0000-7000-8000-000000000000",
  "/compose",
  `/compose?appId=${app}`,
  "/apps",
  "/apps/new",
  `/apps/${app}`,
  `/apps/${app}/edit`,
  "/callbacks",
  `/callbacks?appId=${app}`,
  "/nowhere",
];

const answers = (app: string, message: string) => [
  "/api/health",
  "/api/apps",
  "/api/apps?archived=true",
  `/api/apps/${app}`,
  `/api/apps/${app}/account`,
  `/api/apps/${app}/content`,
  `/api/apps/${app}/keys`,
  `/api/apps/${app}/callback-endpoints`,
  `/api/apps/${app}/callback-preview`,
  "/api/messages",
  `/api/messages/${message}`,
  `/api/messages/${message}/events`,
  `/api/callbacks?appId=${app}`,
  "/api/callbacks/endpoints",
  "/api/auth/session",
  "/api/auth/providers",
];

/** What goes wrong with a secret in hand; each answer is looked through like all the others. */
async function provoke(request: APIRequestContext, app: string): Promise<string[]> {
  const asked = await Promise.all([
    request.post("/api/apps", { data: { name: "", environment: "live", applicationSecret: SECRET } }),
    request.post("/api/apps", { data: { name: "x", environment: "odd", applicationSecret: SECRET } }),
    request.post("/api/apps", {
      data: `{"applicationSecret":"${SECRET}"`,
      headers: { "content-type": "application/json" },
    }),
    request.post("/api/apps", { data: { name: "x".repeat(70_000), applicationSecret: SECRET } }),
    request.post("/api/apps/verify", {
      data: { environment: "live", applicationId: "unknown-app", applicationSecret: SECRET },
    }),
    request.post("/api/apps/verify", {
      data: { environment: "live", applicationId: "known", applicationSecret: `wrong-${SECRET}` },
    }),
    request.patch(`/api/apps/${app}`, { data: { applicationSecret: SECRET, defaultSender: "not a sender at all" } }),
    request.post(`/api/apps/${app}/verify`),
    request.get(`/api/apps/${app}?applicationSecret=${SECRET}`),
    request.post(`/api/apps/${app}/callback-test`, { data: { url: "http://127.0.0.1:1/nobody" } }),
    request.post("/api/auth/callback/credentials", {
      form: { email: PERSON.email, password: SECRET, csrfToken: "x" },
      maxRedirects: 0,
    }),
  ]);
  return Promise.all(asked.map(async (answer) => `${JSON.stringify(answer.headers())}\n${await answer.text()}`));
}

/** A page as it is rendered, as its payload for navigation, and as it stands in the browser. */
async function textsOf(page: Page, path: string): Promise<string[]> {
  const html = await page.request.get(path);
  const payload = await page.request.get(path, { headers: { rsc: "1" } });
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  return [await html.text(), await payload.text(), await page.content()];
}

withReceiver.use({ expectedErrors: [/404 \(Not Found\)/] });

withReceiver("no secret is in any page, answer, script or log line", async ({ page, app: hooked, receiver }) => {
  withReceiver.setTimeout(120_000);
  const { request } = page;
  receiver.answer = (arrived, response) => response.writeHead(500).end(JSON.stringify(arrived.headers));
  const name = uniqueText("Canary");
  await page.goto("/apps/new");
  await page.getByRole("radio", { name: /live/i }).check();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel(/application ID/i).fill("57df0000000000000000cafe");
  await page.getByLabel(/application secret/i).fill(SECRET);
  await page.getByRole("button", { name: "Verify with Routee" }).click();
  await expect(page.getByText("Routee accepts these credentials.")).toBeVisible();
  await page.getByLabel(/default sender/i).fill("Canary");
  await page.getByRole("button", { name: "Create app" }).click();
  await expect(page.getByText("whsec_")).toBeVisible();
  const shown = /whsec_[\w+/=]+/.exec((await page.locator("main").textContent()) ?? "")?.[0] ?? "";
  const apps = (await (await request.get("/api/apps")).json()) as { data: { id: string; name: string }[] };
  const app = apps.data.find((one) => one.name === name)?.id ?? "";

  const rotated = (await (await request.post(`/api/apps/${app}/signing-secret`)).json()) as {
    callbackSigningSecret: string;
  };
  const key = (await (await request.post(`/api/apps/${app}/keys`, { data: { name: "Program" } })).json()) as {
    secret: string;
  };
  const programs = { authorization: `Bearer ${key.secret}` };
  const sent = await request.post("/api/messages", {
    data: { to: "+306900000001", body: uniqueText("Canary") },
    headers: programs,
  });
  const { id: message } = (await sent.json()) as { id: string };
  await request.post("/api/messages", { data: { appId: hooked.id, to: "+306900000001", body: uniqueText("Hooked") } });
  await expect.poll(() => receiver.arrived.length).toBeGreaterThan(0);
  await expect
    .poll(async () => ((await (await request.get(`/api/messages/${message}`)).json()) as { final: boolean }).final)
    .toBe(true);
  const provoked = await provoke(request, app);

  const cookies = await page.context().cookies();
  const secrets = {
    "the application's secret": SECRET,
    "the signing secret before": shown.replace("whsec_", ""),
    "the signing secret": rotated.callbackSigningSecret.replace("whsec_", ""),
    "another app's signing secret": hooked.callbackSigningSecret.replace("whsec_", ""),
    "the API key": key.secret,
    "the password": PERSON.password,
    "the session": cookies.find(({ name: cookie }) => cookie.includes("session-token"))?.value ?? "",
  };
  for (const text of provoked) expect.soft(secretsIn(text, secrets)).toEqual([]);
  for (const path of answers(app, message)) {
    const answer = await request.get(path);
    expect.soft([path, secretsIn(await answer.text(), secrets)]).toEqual([path, []]);
  }
  for (const path of pages(app, message))
    for (const text of await textsOf(page, path)) expect.soft([path, secretsIn(text, secrets)]).toEqual([path, []]);

  const scripts = readdirSync(".next/static", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|json)$/.test(file),
  );
  expect(scripts.length).toBeGreaterThan(5);
  for (const file of scripts)
    expect.soft(secretsIn(readFileSync(join(".next/static", file), "utf8"), secrets)).toEqual([]);

  const log = readFileSync(process.env.E2E_SERVER_LOG ?? "", "utf8");
  expect(log).toContain("a request was refused");
  expect.soft(secretsIn(log, secrets)).toEqual([]);
});
