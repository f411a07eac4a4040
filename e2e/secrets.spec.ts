import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { ofReceiptToken, ofSigningSecret, secretsIn } from "../scripts/testing/canaries";
import {
  allPages,
  allReads,
  answered,
  hangUp,
  listen,
  type Seen,
  seenOf,
  seenOfPage,
  seenOfScripts,
  seenOfStream,
} from "./support/crawl";
import { dataDirOf, ownSecrets, receiptTokenOf } from "./support/installation";
import { PERSON } from "./support/person";
import { expect, uniqueText } from "./support/test";
import { withReceiver } from "./support/with-receiver";

/**
 * Every page, answer, script and log line is looked through for secrets, after all that could spill one was done. What
 * shows one on purpose, once, is listed in support/crawl.ts.
 */
const SECRET = "canary-application-secret-9c1e";
const APPLICATION = "57df0000000000000000cafe";
const NOBODY = "http://127.0.0.1:1/nobody";
const json = { "content-type": "application/json" };

/** What goes wrong with an application secret in hand. */
async function provokeWithSecret(request: APIRequestContext, app: string): Promise<Seen[]> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { email: "canary@example.com", password: SECRET };
  const live = { environment: "live", applicationId: APPLICATION, applicationSecret: SECRET };
  const posted = await Promise.all([
    request.post("/api/apps", { data: { ...live, name: "" } }),
    request.post("/api/apps", { data: { ...live, name: "x", environment: "odd" } }),
    request.post("/api/apps", { data: { ...live, name: "x", defaultCallback: { url: NOBODY } } }),
    request.post("/api/apps", { data: `{"applicationSecret":"${SECRET}"`, headers: json }),
    request.post("/api/apps", { data: `{"applicationSecret":${SECRET}}`, headers: json }),
    request.post("/api/apps", { data: { ...live, name: "x".repeat(70_000) } }),
    request.post("/api/apps", { data: `applicationSecret=${SECRET}`, headers: { "content-type": "text/plain" } }),
    request.post("/api/apps/verify", { data: { ...live, applicationId: "unknown-app" } }),
    request.post("/api/apps/verify", { data: { ...live, applicationSecret: `wrong-${SECRET}` } }),
    request.post(`/api/apps/${app}/verify`),
    request.post(`/api/apps/${app}/callback-test`, { data: { url: NOBODY } }),
    request.post(`/api/apps/${app}/callback-doctor`, { data: { url: "https://nowhere.invalid/" } }),
    request.post("/api/auth/callback/credentials", { form: { ...form, csrfToken: "x" }, maxRedirects: 0 }),
    request.post("/api/auth/callback/credentials", { form: { ...form, csrfToken }, maxRedirects: 0 }),
    request.post("/oauth/token", { form: { grant_type: "client_credentials", client_id: app, client_secret: SECRET } }),
  ]);
  const changed = await Promise.all([
    request.patch(`/api/apps/${app}`, { data: { applicationSecret: SECRET, defaultSender: "not a sender at all" } }),
  ]);
  return [...(await answered(posted)), ...(await answered(changed, "PATCH"))];
}

/** A secret where an address takes something else. The address itself is the sender's own; the answer is looked at. */
async function provokeInAddress(request: APIRequestContext, app: string): Promise<Seen[]> {
  const paths = ["/api/messages", `/api/apps/${app}`, "/api/callbacks", "/api/batches", "/api/health", "/api/stream"];
  const queries = paths.flatMap((path) =>
    ["applicationSecret", "cursor", "appId", "status"].map((name) => `${path}?${name}=${SECRET}`),
  );
  const asked = await Promise.all(
    queries
      // Without a filter that is wrong the stream begins, and does not end.
      .filter((path) => !/stream\?(applicationSecret|cursor|status)/.test(path))
      .map((path) => request.get(path)),
  );
  const seen = await answered(asked, "GET");
  return seen.map((one) => ({ ...one, where: one.where.replace(SECRET, "…") }));
}

/** What goes wrong with a receipt token and with an API key in hand. */
async function provokeFromOutside(request: APIRequestContext, token: string, key: string): Promise<Seen[]> {
  const receipts = `/webhooks/routee/${token}`;
  const known = await request.post(receipts, { data: { note: "a receipt that means nothing" } });
  expect(known.status(), "the token is a real one").toBe(200);
  const programs = { authorization: `Bearer ${key}` };
  const posted = await Promise.all([
    request.post(receipts, { data: "not json", headers: json }),
    request.post(receipts, { data: "x".repeat(70_000), headers: json }),
    request.post(`${receipts}x`, { data: {} }),
    request.post(`/webhooks/routee/${token.slice(0, -1)}`, { data: {} }),
    request.post("/api/messages", { data: { to: "nobody" }, headers: programs }),
    request.post("/api/apps", { data: {}, headers: programs }),
    request.post("/sms", { data: `{"body":`, headers: { ...programs, ...json } }),
    request.post("/sms", { data: { to: "+306900000001" }, headers: programs }),
    request.post("/api/messages", { data: {}, headers: { authorization: `Bearer ${key}x` } }),
  ]);
  const got = await Promise.all([
    request.get(`/api/messages?key=${key}`),
    request.get(`/sms/tracking/single/${key}`, { headers: programs }),
  ]);
  const seen = [...(await answered([known, ...posted])), ...(await answered(got, "GET"))];
  return seen.map((one) => ({ ...one, where: one.where.slice(0, 30) }));
}

withReceiver.use({ expectedErrors: [/404 \(Not Found\)/] });

withReceiver(
  "no secret is in any page, answer, script or log line",
  async ({ page, app: hooked, receiver, baseURL }) => {
    withReceiver.setTimeout(180_000);
    const { request } = page;
    const dataDir = dataDirOf();
    const heard = listen(page);
    const seen: Seen[] = [];
    receiver.answer = (arrived, response) => response.writeHead(500).end(JSON.stringify(arrived.headers));

    const name = uniqueText("Canary");
    await page.goto("/apps/new");
    await page.getByRole("radio", { name: /live/i }).check();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel(/application ID/i).fill(APPLICATION);
    await page.getByLabel(/application secret/i).fill(SECRET);
    await page.getByRole("button", { name: "Verify with Routee" }).click();
    await expect(page.getByText("Routee accepts these credentials.")).toBeVisible();
    await page.getByLabel(/default sender/i).fill("Canary");
    await page.getByRole("button", { name: "Create app" }).click();
    await expect(page.getByText("whsec_")).toBeVisible();
    const shown = /whsec_[\w+/=]+/.exec((await page.locator("main").textContent()) ?? "")?.[0] ?? "";
    const apps = (await (await request.get("/api/apps")).json()) as { data: { id: string; name: string }[] };
    const app = apps.data.find((one) => one.name === name)?.id ?? "";

    const post = async <Answer>(path: string, data: object = {}, headers: Record<string, string> = {}) => {
      const answer = await request.post(path, { data, headers });
      expect(answer.ok(), path).toBe(true);
      seen.push(await seenOf("POST", answer));
      return (await answer.json()) as Answer;
    };
    const rotated = await post<{ callbackSigningSecret: string }>(`/api/apps/${app}/signing-secret`);
    const key = await post<{ id: string; secret: string }>(`/api/apps/${app}/keys`, { name: "Program" });
    const basic = Buffer.from(`${key.id}:${key.secret}`).toString("base64");
    const form = { form: { grant_type: "client_credentials" }, headers: { authorization: `Basic ${basic}` } };
    const given = await request.post("/oauth/token", form);
    seen.push(await seenOf("POST", given));
    const ours = ((await given.json()) as { access_token: string }).access_token;
    // The stand-in for Routee gives the token that is alive to whoever has the credentials.
    const asApp = { authorization: `Basic ${Buffer.from(`${APPLICATION}:${SECRET}`).toString("base64")}` };
    const sandbox = process.env.E2E_SANDBOX_URL ?? "";
    const asked = await request.post(`${sandbox}/oauth/token`, { ...form, headers: asApp });
    const routees = ((await asked.json()) as { access_token: string }).access_token;

    const programs = { authorization: `Bearer ${key.secret}` };
    const text = () => uniqueText("Canary");
    const { id: message } = await post<{ id: string }>(
      "/api/messages",
      { to: "+306900000001", body: text() },
      { ...programs, "idempotency-key": "canary-1" },
    );
    const refused = await post<{ id: string }>("/api/messages", { appId: app, to: "+306900000040", body: text() });
    const viaOurs = { authorization: `Bearer ${ours}` };
    await post("/sms", { to: "+306900000001", body: text(), from: "Canary" }, viaOurs);
    const recipients = [{ to: "+306900000001" }];
    const batch = await post<{ id: string }>("/api/batches", { appId: app, name: "Canary", body: text(), recipients });
    await post("/api/messages", { appId: hooked.id, to: "+306900000001", body: text() });
    await expect.poll(() => receiver.arrived.length).toBeGreaterThan(0);
    await post(`/api/apps/${hooked.id}/callback-test`);
    await post(`/api/apps/${hooked.id}/callback-doctor`);
    type Read = { final: boolean; trackingId: string | null };
    const read = async (id: string) => (await (await request.get(`/api/messages/${id}`)).json()) as Read;
    for (const id of [message, refused.id]) await expect.poll(async () => (await read(id)).final).toBe(true);

    const token = receiptTokenOf(message, dataDir);
    seen.push(...(await provokeWithSecret(request, app)));
    seen.push(...(await provokeInAddress(request, app)));
    seen.push(...(await provokeFromOutside(request, token, key.secret)));
    const session = (await page.context().cookies()).find((cookie) => cookie.name.includes("session-token"));
    const cookie = `${session?.name}=${session?.value}`;
    const forged = await fetch(new URL("/api/auth/session", baseURL), { headers: { cookie: `${cookie}x` } });
    seen.push({ where: "a forged session", text: await forged.text() });
    await hangUp(baseURL ?? "", "/api/apps", [`cookie: ${cookie}`], `{"applicationSecret":"${SECRET}"`);
    await hangUp(sandbox, "/sms", [`authorization: Bearer ${routees}`], `{"body":"${SECRET}"`);

    const tracking = (await read(message)).trackingId ?? "";
    const ids = {
      "/messages/": message,
      "/apps/": app,
      "/api/apps/": app,
      "/api/messages/": message,
      "/api/batches/": batch.id,
      "/batches/": batch.id,
      "/api/auth/": "session",
      "/sms/tracking/single/": tracking,
      "/sms/tracking/campaign/": batch.id,
      "/sms/": "nothing",
      "/campaigns/": batch.id,
      "/docs/api/": "sendMessage",
      "/docs/guide/": "send",
      "/not-offered/": "nothing",
      "/webhooks/routee/": token,
    };
    const reads = [...allReads(ids), "/api/apps?archived=true", `/api/callbacks?appId=${app}`, "/api/auth/providers"];
    expect(reads.length).toBeGreaterThan(20);
    for (const path of [...reads, `/api/messages/${refused.id}`]) {
      const own = /^\/(api|webhooks)\//.test(path);
      const answer = await request.get(path, own ? {} : { headers: programs });
      expect(answer.status(), path).not.toBe(500);
      seen.push(await seenOf("GET", answer));
    }
    const more = [`/messages/${refused.id}`, "/messages/00000000-0000-7000-8000-000000000000", "/nowhere"];
    for (const path of [...allPages(ids), ...more, `/messages?q=${message}`, `/compose?appId=${app}`, "/sign-in"])
      seen.push(...(await seenOfPage(page, path)));
    await page.goto(`/messages/${message}`);
    for (const button of await page.getByRole("button", { name: /Raw payload|Details/ }).all()) await button.click();
    seen.push({ where: "a message with its payloads open", text: await page.content() });
    seen.push(...(await seenOfScripts(request)), await seenOfStream(baseURL ?? "", cookie), ...(await heard()));

    const secrets = {
      ...ownSecrets(dataDir),
      "the application's secret": SECRET,
      ...ofSigningSecret("the signing secret before", shown),
      ...ofSigningSecret("the signing secret", rotated.callbackSigningSecret),
      ...ofSigningSecret("another app's signing secret", hooked.callbackSigningSecret),
      ...ofReceiptToken("a receipt token", token),
      ...ofReceiptToken("another receipt token", receiptTokenOf(refused.id, dataDir)),
      "Routee's token": routees,
      "our token": ours,
      "the API key": key.secret,
      "the password": PERSON.password,
      "the session": session?.value ?? "",
    };
    for (const one of seen) expect.soft([one.where, secretsIn(one.text, secrets)]).toEqual([one.where, []]);

    // All of it has been written once the last request's line is there.
    const last = await request.get("/api/messages?limit=none");
    const log = () => readFileSync(process.env.E2E_SERVER_LOG ?? "", "utf8");
    await expect.poll(log).toContain(last.headers()["x-request-id"] ?? "no request id");
    await expect.poll(log).toContain("sandbox: a request failed");
    expect(log()).toContain('"part":"queue"');
    const lines = log().split("\n");
    const told = lines.flatMap((line) => secretsIn(line, secrets).map((secret) => `${secret}: ${line.slice(0, 80)}…`));
    expect.soft(told).toEqual([]);
  },
);
