import { afterAll, beforeAll, expect, test } from "vitest";
import { release } from "@/lib/batches/testing/given-batch";
import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { listMessages } from "@/lib/messages/list-messages";
import { givenOwner } from "@/lib/messages/testing/given";
import { createRouteeClient, type RouteeClient } from "@/lib/routee/client";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { allRoutes, serveRoutes } from "@/scripts/testing/serve-routes";

/** Campaigns, asked for by our own client of Routee over HTTP. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let server: Awaited<ReturnType<typeof serveRoutes>>;
let client: RouteeClient;
let credentials: Parameters<RouteeClient["balance"]>[0];
let secret: string;
beforeAll(async () => {
  owner = await givenOwner();
  server = await serveRoutes(await allRoutes((address) => !address.startsWith("/api")));
  const key = await createKey({ id: owner.appId, environment: "sandbox" }, createKeySchema.parse({}), null);
  secret = key.secret;
  client = createRouteeClient({ authUrl: server.url, apiUrl: server.url });
  credentials = { key: "campaigns", applicationId: key.id, applicationSecret: key.secret };
});
afterAll(() => server.close());

const TO = ["+306900000001", "+306900000002", "+447400123456"];
const later = () => new Date(Date.now() + 3_600_000).toISOString();
async function done<Value>(outcome: Promise<{ ok: true; value: Value } | { ok: false; failure: Error | object }>) {
  const result = await outcome;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
const post = async (json: object) => {
  const response = await fetch(`${server.url}/sms/campaign`, {
    method: "POST",
    body: JSON.stringify(json),
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a campaign is answered as Routee does, sent, and tracked", async () => {
  const { status, body } = await post({
    campaignName: "spring 1",
    body: "Hi [~firstName]",
    to: [...TO, "306900000001"],
    from: "Kiosk",
    fallbackValues: { firstName: "guest" },
    callback: { url: "http://127.0.0.1:8080/message", strategy: "OnCompletion" },
    campaignCallback: { url: "http://127.0.0.1:8080/campaign" },
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    campaignName: "spring 1",
    type: "Sms",
    state: "Queued",
    createdAt: expect.any(String),
    respectQuietHours: false,
    from: "Kiosk",
    to: TO,
    body: "Hi [~firstName]",
    smsAnalysis: {
      numberOfRecipients: 3,
      recipientsPerCountry: { GR: 2, GB: 1 },
      recipientCountries: { "+306900000001": "GR", "+306900000002": "GR", "+447400123456": "GB" },
      contacts: {},
      recipientsPerGroup: {},
      totalInGroups: 0,
      bodyAnalysis: expect.objectContaining({ parts: 1, unicode: false }),
    },
    flash: false,
    fallbackValues: { firstName: "guest" },
    statuses: { Queued: 3, Sent: 0, Unsent: 0, Failed: 0, Delivered: 0, Undelivered: 0 },
    callback: { url: "http://127.0.0.1:8080/message", strategy: "OnCompletion" },
    campaignCallback: { url: "http://127.0.0.1:8080/campaign", strategy: "OnChange" },
    cost: 0,
    totalMessages: 3,
  });
  const id = String(body.trackingId);
  expect(await release(owner.appId)).toBe(3);
  const { data } = await listMessages({ batchId: id, limit: 10 });
  expect(data.map(({ to, body: text }) => [to, text]).sort()).toEqual(TO.map((to) => [to, "Hi guest"]).sort());
  expect(await done(client.readCampaign(credentials, id))).toMatchObject({
    campaignName: "spring 1",
    totalMessages: 3,
  });
  const tracked = await done(client.trackCampaign(credentials, id));
  expect(tracked.map(({ status: one }) => one)).toEqual(["Queued", "Queued", "Queued"]);
  expect(await client.cancelCampaign(credentials, id)).toMatchObject({ ok: false, failure: { code: "400009002" } });
});

test("a scheduled one is changed and cancelled before it begins, and is then gone", async () => {
  const asked = { to: TO, from: "Kiosk", body: "Later", scheduledDate: later() };
  const { trackingId } = await done(client.sendCampaign(credentials, { ...asked, campaignName: "to change" }));
  const taken = await client.sendCampaign(credentials, { ...asked, campaignName: "to change" });
  expect(taken).toMatchObject({ ok: false, failure: { code: "409009003" } });
  const changed = await done(
    client.updateCampaign(credentials, trackingId, { ...asked, to: TO.slice(1), body: "Now" }),
  );
  expect(changed).toMatchObject({ trackingId, state: "Scheduled", totalMessages: 2 });
  expect(await client.cancelCampaign(credentials, trackingId)).toEqual({ ok: true, value: true });
  for (const gone of [client.readCampaign(credentials, trackingId), client.cancelCampaign(credentials, trackingId)])
    expect(await gone).toMatchObject({ ok: false, failure: { code: "404009001" } });
});

test("without a time a changed campaign begins at once", async () => {
  const asked = { to: TO, from: "Kiosk", body: "Later" };
  const { trackingId } = await done(client.sendCampaign(credentials, { ...asked, scheduledDate: later() }));
  expect(await done(client.updateCampaign(credentials, trackingId, asked))).toMatchObject({ state: "Queued" });
});

test.each<[object, object]>([
  [{ to: [] }, { code: "400005000", errors: [{ errorCode: "004" }] }],
  [{ to: "+306900000001" }, { code: "400000000", entity: "SmsCampaign", properties: { to: "A list of numbers." } }],
  [{ to: ["+306900000001", "x"] }, { code: "400000000", properties: { to: "Invalid mobile numbers: x" } }],
  [{ to: ["x"], allowInvalid: true }, { code: "400009004" }],
  [{ to: TO, campaignName: "?" }, { properties: { campaignName: expect.any(String) } }],
  [{ to: TO, scheduledDate: "soon" }, { properties: { scheduledDate: expect.any(String) } }],
  [
    { to: TO, from: "far too long a sender" },
    { code: "400005000", errors: [{ errorCode: "002" }] },
  ],
  [{ to: TO, groups: ["All"] }, { properties: { groups: expect.stringContaining("Tidings") } }],
  [{ to: TO, respectQuietHours: true }, { properties: { respectQuietHours: expect.stringContaining("Tidings") } }],
  [{ to: TO, body: "Hi [~nobody]" }, { code: "400009004" }],
])("refuses %o as Routee does", async (wrong, body) => {
  const answer = await post({ from: "Kiosk", body: "Hi", ...wrong });
  expect(answer).toMatchObject({ body });
  expect(answer.status).toBe(Number(String(answer.body.code).slice(0, 3)));
});

test("analysed, nothing is sent", async () => {
  const analysed = await done(client.analyzeCampaign(credentials, { to: TO, from: "Kiosk", body: "Γειά" }));
  expect(analysed).toMatchObject({ numberOfRecipients: 3, bodyAnalysis: { unicode: true } });
});
