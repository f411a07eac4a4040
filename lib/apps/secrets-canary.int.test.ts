import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { POST as makeKey } from "@/app/api/apps/[id]/keys/route";
import { POST as signingSecret } from "@/app/api/apps/[id]/signing-secret/route";
import { POST as makeApp } from "@/app/api/apps/route";
import type { DoorContext } from "@/app/api/door";
import { testCallback } from "@/lib/callbacks/test-callback";
import { issueToken } from "@/lib/keys/issue-token";
import { RESOLVE_LOST } from "@/lib/messages/hand-over-timetable";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { decryptSecret } from "@/lib/platform/crypto";
import { pool, prisma } from "@/lib/platform/database";
import { addJob } from "@/lib/platform/queue";
import { ofKey, ofReceiptToken, ofSigningSecret, secretsIn } from "@/scripts/testing/canaries";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { startReceiver } from "@/scripts/testing/receiver";
import { type Behaviour, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { workerPrograms } from "@/scripts/testing/worker-process";
import { createApp } from "./create-app";
import { providerAccess } from "./credentials";
import { rotateSigningSecret } from "./rotate-signing-secret";

/** No table holds a secret in clear, jobs and their errors, kept answers and excerpts of what others said included. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const SECRET = "canary-application-secret-7f3a";
const PASSWORD = "correct horse battery";
const TOKEN = "canary-access-token-7f3a";

let owner: { accountId: string; appId: string };
let cookie: string;
beforeAll(async () => {
  owner = await givenOwner();
  const [secret] = sessionSecrets();
  cookie = `${sessionCookie()}=${await encode({ token: { sub: owner.accountId, sessionVersion: 1 }, secret })}`;
});

/** Asks a door as a signed-in person does, so that the answer is kept for repetitions. */
async function ask<Answer>(
  handle: (request: Request, context: DoorContext) => Promise<Response>,
  id: string,
  body: object,
): Promise<Answer> {
  const request = new Request("http://localhost:3000/", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", cookie, "idempotency-key": `canary-${Math.random()}` },
  });
  const response = await handle(request, { params: Promise.resolve({ id }) });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Answer;
}

/** Everything in the database as text, one entry for each column of each table. */
async function everything(): Promise<{ place: string; text: string }[]> {
  const columns = await pool().query<{ place: string; sql: string }>(
    `SELECT format('%I.%I.%I', table_schema, table_name, column_name) AS place,
       format('SELECT string_agg(%I::text, E''\\n'') AS text FROM %I.%I', column_name, table_schema, table_name) AS sql
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const read: { place: string; text: string }[] = [];
  for (const { place, sql } of columns.rows) {
    const found = await pool().query<{ text: string | null }>(sql);
    read.push({ place, text: found.rows[0]?.text ?? "" });
  }
  return read;
}

/** Says back all it was told and knows, as error pages do, and as Routee does with the address for receipts. */
const echo =
  (status: number): Behaviour =>
  (request, response, body) => {
    const said: unknown = JSON.parse(body);
    const words = `${body} ${request.headers.authorization} ${SECRET}`;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        status === 200
          ? { ...(said as object), trackingId: "tracking-of-canary", status: "Queued", words }
          : { code: "400005000", developerMessage: words },
      ),
    );
  };

/** What the worker's jobs said when they failed. */
async function lastErrors(): Promise<string> {
  const jobs = await pool().query<{ last_error: string }>(
    "SELECT last_error FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL",
  );
  return jobs.rows.map(({ last_error }) => last_error).join("\n");
}

test("no secret stands in the database, whatever was done and went wrong", async () => {
  const routee = await startStubbornRoutee();
  const receiver = await startReceiver();
  const { DATABASE_URL = "", SECRET_KEY = "" } = process.env;
  const workers = await workerPrograms({
    DATABASE_URL,
    SECRET_KEY,
    SANDBOX_URL: routee.url,
    CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8",
    LOG_LEVEL: "silent",
  });
  try {
    routee.on.token = (_request, response) => response.end(JSON.stringify({ access_token: TOKEN, expires_in: 3599 }));
    routee.on.sms = echo(400);
    receiver.answer = (arrived, response) => response.writeHead(500).end(JSON.stringify(arrived.headers));
    const app = await ask<{ id: string; callbackSigningSecret: string }>(makeApp, "", {
      name: "Canary",
      environment: "sandbox",
      applicationId: "canary",
      applicationSecret: SECRET,
      defaultSender: "Tidings",
      defaultCallback: { url: `${receiver.url}/hook`, strategy: "OnChange" },
    });
    const rotated = await ask<{ callbackSigningSecret: string }>(signingSecret, app.id, {});
    const key = await ask<{ id: string; secret: string }>(makeKey, app.id, { name: "Program" });
    const token = await issueToken(key, null);
    await workers.start();
    const message = await givenMessage({ ...owner, appId: app.id }, { body: "Refused" });
    await expect.poll(async () => (await readMessage(message.id))?.status).toBe("Rejected");
    await expect.poll(() => receiver.arrived.length).toBeGreaterThanOrEqual(1);
    await expect
      .poll(async () => (await readMessage(message.id))?.callbacks[0]?.attempts.length)
      .toBeGreaterThanOrEqual(1);
    routee.on.sms = echo(200);
    const taken = await givenMessage({ ...owner, appId: app.id }, { body: "Taken" });
    await expect.poll(async () => (await readMessage(taken.id))?.status).toBe("Queued");
    // A hand-over and a job that fail: their app's secret is another's, and so it cannot be opened.
    const broken = await createApp(prisma(), { name: "Broken", environment: "sandbox", defaultSender: "Tidings" });
    await pool().query(
      "UPDATE apps SET application_secret = (SELECT application_secret FROM apps WHERE id = $1) WHERE id = $2",
      [app.id, broken.id],
    );
    const failing = await givenMessage({ ...owner, appId: broken.id }, { body: "Failing" });
    const lastReason = async () => (await readMessage(failing.id))?.reason?.detailedStatus;
    await expect.poll(lastReason).toBe("Fault in Tidings");
    await pool().query("UPDATE messages SET hand_over = 'lost', requested_at = now() WHERE id = $1", [failing.id]);
    await addJob(pool(), RESOLVE_LOST, { messageId: failing.id, search: 0 });
    await expect.poll(lastErrors).toContain("unable to authenticate");

    const secrets = {
      "the application's secret": SECRET,
      "Routee's token": TOKEN,
      ...ofSigningSecret("the signing secret before", app.callbackSigningSecret),
      ...ofSigningSecret("the signing secret", rotated.callbackSigningSecret),
      ...ofReceiptToken("a receipt token", receiptToken(message.id)),
      ...ofReceiptToken("another receipt token", receiptToken(taken.id)),
      "the API key": key.secret,
      "the token": typeof token === "object" && token ? token.token : "",
      "the password": PASSWORD,
      ...ofKey("our own key", SECRET_KEY),
      "the database's password": new URL(DATABASE_URL).password || "there is none",
      "the session": cookie.split("=", 2)[1] ?? "",
    };
    const tables = await everything();
    expect(tables.length).toBeGreaterThan(100);
    expect(tables.some(({ text }) => secretsIn(text, { it: message.id }).length > 0)).toBe(true);
    for (const { place, text } of tables) expect([place, secretsIn(text, secrets)]).toEqual([place, []]);
  } finally {
    await workers.close();
    await routee.close();
    await receiver.close();
  }
});

test.each(["application_secret", "callback_signing_secret", "previous_signing_secret"])(
  "a stored secret opens only in its own app: %s",
  async (column) => {
    const [one, two] = await Promise.all(
      ["One", "Two"].map((name) => createApp(prisma(), { name, environment: "sandbox" })),
    );
    await Promise.all([one, two].map((app) => rotateSigningSecret(app?.id ?? "")));
    const stored = await pool().query<{ secret: string }>(`SELECT ${column} AS secret FROM apps WHERE id = $1`, [
      one?.id,
    ]);
    const secret = stored.rows[0]?.secret ?? "";
    expect(decryptSecret(secret, one?.id ?? "")).toMatch(/./);
    expect(() => decryptSecret(secret, two?.id ?? "")).toThrow("unable to authenticate");
    expect(() => decryptSecret(secret, "")).toThrow("unable to authenticate");
    await pool().query(`UPDATE apps SET ${column} = $2 WHERE id = $1`, [two?.id, secret]);
    if (column === "application_secret")
      await expect(providerAccess(two?.id ?? "")).rejects.toThrow("unable to authenticate");
    else await expect(testCallback(two?.id ?? "", "http://127.0.0.1:9/")).rejects.toThrow("unable to authenticate");
  },
);
