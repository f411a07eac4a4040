import { get } from "node:http";
import { messageDetailSchema, messageSchema } from "../lib/messages/contract";
import { PERSON } from "./support/person";
import { expect, test, uniqueText } from "./support/test";

test.use({ storageState: { cookies: [], origins: [] } });

test("a script signs in over HTTP, sends, and reads Delivered with all events", async ({ request }) => {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const signedIn = await request.post("/api/auth/callback/credentials", {
    form: { csrfToken, ...PERSON },
    maxRedirects: 0,
  });
  expect(signedIn.status()).toBe(302);
  const { data } = (await (await request.get("/api/apps")).json()) as { data: { id: string; environment: string }[] };
  const app = data.find(({ environment }) => environment === "sandbox");

  const accepted = await request.post("/api/messages", {
    data: { appId: app?.id, to: "+306900000001", body: uniqueText("From a script"), label: "t-17" },
    headers: { "idempotency-key": uniqueText("key").replaceAll(" ", "-") },
  });
  expect(accepted.status()).toBe(202);
  const { id } = messageSchema.parse(await accepted.json());

  const read = async () => messageDetailSchema.parse(await (await request.get(`/api/messages/${id}`)).json());
  await expect.poll(async () => (await read()).status).toBe("Delivered");
  const message = await read();
  expect(message).toMatchObject({ final: true, country: "GR", label: "t-17", segmentCount: 1 });
  expect(message.trackingId).toBeTruthy();
  expect(message.price).toMatch(/^\d+\.\d+$/);
  const statuses = message.events.filter(({ verdict }) => verdict === "applied").map(({ status }) => status);
  expect(statuses[0]).toBe("Accepted");
  for (const status of ["Queued", "Sent", "Delivered"]) expect(statuses).toContain(status);
  expect(message.events.map(({ sequence }) => sequence)).toEqual(message.events.map((_, index) => index + 1));
});

test("a request that offers an upgrade, as Java's client does with HTTP/2, is answered as any other", async ({
  request,
  baseURL,
}) => {
  // Next begins to wait for upgrades with the first request that it answers.
  expect((await request.get("/sign-in")).status()).toBe(200);
  const headers = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAAAAIAAAAB" };
  const status = await new Promise((resolve, reject) => {
    get(`${baseURL}/api/health`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(status).toBe(200);
});
