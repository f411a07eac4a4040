import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { POST as makeKey } from "@/app/api/apps/[id]/keys/route";
import { POST as signingSecret } from "@/app/api/apps/[id]/signing-secret/route";
import { POST as makeApp } from "@/app/api/apps/route";
import type { DoorContext } from "@/app/api/door";
import { issueToken } from "@/lib/keys/issue-token";
import { readMessage } from "@/lib/messages/read-message";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { decryptSecret } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/database";
import { secretsIn } from "@/scripts/testing/canaries";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { startReceiver } from "@/scripts/testing/receiver";
import { type Behaviour, giveToken, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { workerPrograms } from "@/scripts/testing/worker-process";

/** No table holds a secret in clear, jobs and their errors, kept answers and excerpts of what others said included. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const SECRET = "canary-application-secret-7f3a";
const PASSWORD = "correct horse battery";
const soon = { timeout: 20_000, interval: 50 };

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
    const echo: Behaviour = (request, response, body) => {
      const words = `${body} ${request.headers.authorization} ${SECRET}`;
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ code: "400005000", developerMessage: words }));
    };
    routee.on.token = giveToken;
    routee.on.sms = echo;
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
    await expect.poll(async () => (await readMessage(message.id))?.status, soon).toBe("Rejected");
    await expect.poll(() => receiver.arrived.length, soon).toBeGreaterThanOrEqual(1);
    await expect
      .poll(async () => (await readMessage(message.id))?.callbacks[0]?.attempts.length, soon)
      .toBeGreaterThanOrEqual(1);

    const secrets = {
      "the application's secret": SECRET,
      "the signing secret before": app.callbackSigningSecret.replace("whsec_", ""),
      "the signing secret": rotated.callbackSigningSecret.replace("whsec_", ""),
      "the bytes of the signing secret": Buffer.from(
        rotated.callbackSigningSecret.replace("whsec_", ""),
        "base64",
      ).toString("hex"),
      "the API key": key.secret,
      "the token": typeof token === "object" && token ? token.token : "",
      "the password": PASSWORD,
      "our own key": SECRET_KEY,
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

test("a stored secret opens only in its own app", async () => {
  const stored = await pool().query<{ id: string; secret: string }>(
    "SELECT id, application_secret AS secret FROM apps",
  );
  const [one, two] = stored.rows;
  expect(decryptSecret(one?.secret ?? "", one?.id ?? "")).toMatch(/./);
  expect(() => decryptSecret(one?.secret ?? "", two?.id ?? "")).toThrow();
});
